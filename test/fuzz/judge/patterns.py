"""Matches regular expressions with Python's re, for the syntax it shares with RE2."""

import re
import signal

FLAGS = {'i': re.I, 'm': re.M, 's': re.S}


class TooLong(Exception):
    """Python's engine backtracks, so slow matches are left undecided."""


def stop(_signal, _frame):
    raise TooLong


signal.signal(signal.SIGALRM, stop)


def judge(case):
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        return judge_in_time(case)
    except TooLong:
        return []
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def judge_in_time(case):
    flags = 0
    for flag in case['flags']:
        flags |= FLAGS[flag]
    try:
        pattern = re.compile(case['python'], flags)
    except (re.error, OverflowError, RecursionError) as error:
        return ['the judge cannot parse it: %s' % error]
    if case['error'] is not None:
        return ['refused, but it is valid: %s' % case['error'].split('\n')[0]]
    for text, holds in zip(case['texts'], case['holds']):
        if (pattern.search(text) is not None) != holds:
            return ['%s %r' % ('must not match' if holds else 'must match', text)]
    return []
