"""Judges procnet's reading of a kernel file: each line, row and warning."""

import counters
from lines import BAD, EXACT, LOOSE, SKIP, split_lines
from network import arp, dev, if_inet6, ipv6_route, route
from sockets import inet, unix
from tracked import nf_conntrack

DECODERS = {
    **{protocol + six: inet for protocol in ('tcp', 'udp', 'udplite', 'raw', 'icmp') for six in ('', '6')},
    'unix': unix, 'route': route, 'ipv6_route': ipv6_route, 'if_inet6': if_inet6, 'arp': arp, 'dev': dev,
    'nf_conntrack': nf_conntrack,
}


def difference(values, row):
    for name, value in values.items():
        if row[name] != value:
            return '%s is %r, expected %r' % (name, row[name], value)
    return None


def judge_line(level, values, rows, has_problem, is_known):
    """Why this line was not read correctly; None if it was."""
    if len(rows) > 1:
        return 'gives %d rows' % len(rows)
    if level == SKIP:
        return 'is not a row' if rows else None
    if level == BAD:
        return None if has_problem else 'neither is a row nor has a warning' if not rows else 'is not a row but gives one'
    if level == EXACT and has_problem:
        return 'has a warning, but is as the kernel prints it'
    if not rows:
        return None if is_known or has_problem else 'is lost in silence'
    if is_known and level == EXACT:
        return 'repeats a row'
    return None if values is None or has_problem else difference(values, rows[0])


def line_findings(decoder, file, lines, rows, problems, endian):
    by_line = {}
    for line, row in rows:
        by_line.setdefault(line, []).append(row)
    # Rows that certainly came before, and rows that may have, because a lenient reader may accept more lines.
    seen, perhaps, found = set(), set(), []
    for number, (level, values, identity) in enumerate(decoder(file, lines, endian), 1):
        is_known = identity is not None and identity in seen
        may_be_known = is_known or (identity is not None and loosely(identity) in perhaps)
        mine = by_line.pop(number, [])
        reason = judge_line(LOOSE if may_be_known and not is_known else level, values, mine, number in problems, may_be_known)
        if reason is not None:
            found.append('line %d %s' % (number, reason))
        if identity is None or level == SKIP:
            continue
        perhaps.add(loosely(identity))
        if level == EXACT and number not in problems:
            seen.add(identity)
    if by_line:
        found.append('rows of lines that do not exist: %r' % sorted(by_line))
    return found


def loosely(identity):
    """What lenient rows have at least in common."""
    return identity[-1] if isinstance(identity, tuple) and isinstance(identity[-1], str) else identity


def unix_findings(lines, rows, problems):
    """Unix socket rows are returned after the lines that continue their names, so they are compared in order."""
    expected, seen = [], set()
    found = []
    for number, (level, values, identity) in enumerate(unix('unix', lines, None), 1):
        if level in (BAD, LOOSE) and number not in problems:
            found.append('line %d has no warning' % number)
        if level in (SKIP, EXACT) and number in problems:
            found.append('line %d has a warning, but is good' % number)
        if level in (EXACT, LOOSE) and (identity is None or identity not in seen):
            expected.append(values)
            seen.add(identity)
    got = [row for _, row in rows]
    for at, (values, row) in enumerate(zip(expected, got)):
        reason = difference(values, row)
        if reason is not None:
            found.append('row %d: %s' % (at, reason))
            return found
    if len(got) != len(expected):
        found.append('%d rows, expected %d' % (len(got), len(expected)))
    return found


def judge(case):
    file, rows = case['file'], case['rows']
    lines = split_lines(case['text'])
    problems = set(case['problems'])
    if case['thrown'] is not None:
        return thrown_findings(case, lines)
    if file in counters.FILES:
        return counters.findings(file, lines, [row for _, row in rows], problems)
    if file == 'unix':
        return unix_findings(lines, rows, problems)
    decoder = DECODERS.get(file)
    return [] if decoder is None else line_findings(decoder, file, lines, rows, problems, case['endian'])


def thrown_findings(case, lines):
    """A file may be refused as a whole only if none of its lines is valid."""
    file = case['file']
    if file in counters.FILES:
        return ['refused as a whole, but has good lines'] if counters.FILES[file](lines)[0] else []
    decoder = DECODERS.get(file)
    if decoder is None:
        return []
    good = [number for number, (level, _, _) in enumerate(decoder(file, lines, case['endian']), 1) if level == EXACT]
    return ['refused as a whole, but line %d is good' % good[0]] if good else []
