"""snmp, netstat, snmp6, sockstat and sockstat6: rows are values under names, and a line may hold many."""

import re

from lines import decode_name, is_blank, tokens_of

U64 = 2 ** 64 - 1


def value_of(token, signed=False):
    if re.fullmatch(r'[0-9]+', token) and int(token) <= (U64 if len(token) <= 40 else 2 ** 53 - 1):
        return int(token)
    if signed and re.fullmatch(r'-\d+', token) and int(token) > -2 ** 53:
        return int(token)
    return None


def sections(lines):
    """Rows in order, and the numbers of lines that must be reported."""
    rows, faults, heading, seen = [], set(), None, set()
    for number, line in enumerate(lines, 1):
        if is_blank(line):
            continue
        words = [word for word in re.split('[ \t\r]', line) if word]
        prefix = words[0][:-1] if words[0].endswith(':') else ''
        if prefix == '':
            faults.add(number)
            continue
        if heading is None or heading[0] != prefix:
            if heading is not None:
                faults.add(number)
            heading = (prefix, words[1:])
            continue
        (_, names), heading = heading, None
        if len(names) != len(words) - 1:
            faults.add(number)
            continue
        for name, token in zip(names, words[1:]):
            if (prefix, name) in seen:
                faults.add(number)
                continue
            seen.add((prefix, name))
            value = value_of(token, name == 'MaxConn')
            if value is None:
                faults.add(number)
            rows.append({'protocol': decode_name(prefix), 'name': decode_name(name), 'value': value})
    if heading is not None:
        faults.add(len(lines))
    return rows, faults


def named(lines):
    rows, faults, seen = [], set(), set()
    for number, line in enumerate(lines, 1):
        if is_blank(line):
            continue
        tokens = tokens_of(line)
        if len(tokens) != 2 or tokens[0] in seen:
            faults.add(number)
            continue
        seen.add(tokens[0])
        value = value_of(tokens[1])
        if value is None:
            faults.add(number)
        key = decode_name(tokens[0])
        group = next((group for group in ('UdpLite6', 'Icmp6', 'Udp6', 'Ip6') if key.startswith(group)), '')
        rows.append({'protocol': group, 'name': key[len(group):], 'value': value})
    return rows, faults


def pairs(lines, is_six):
    rows, faults, seen = [], set(), set()
    for number, line in enumerate(lines, 1):
        if is_blank(line):
            continue
        tokens = tokens_of(line)
        if not tokens[0].endswith(':') or len(tokens[0]) == 1 or len(tokens) % 2 == 0:
            faults.add(number)
            continue
        key = tokens[0][:-1]
        if key in seen:
            faults.add(number)
            continue
        seen.add(key)
        values = {}
        for name, token in zip(tokens[1::2], tokens[2::2]):
            value = int(token) if re.fullmatch(r'\d+', token) and int(token) < 2 ** 53 else None
            if name in values or value is None:
                faults.add(number)
            values.setdefault(name, value)
        protocol = decode_name(re.sub('6$', '', key) if is_six else key)
        rows.append({
            'family': 'ipv6' if is_six else None if key == 'sockets' else 'ipv4', 'protocol': protocol,
            'inuse': values.get('used' if key == 'sockets' and not is_six else 'inuse'),
            **{name: values.get(name) for name in ('orphan', 'tw', 'alloc', 'mem')},
        })
    return rows, faults


FILES = {
    'snmp': sections, 'netstat': sections, 'snmp6': named,
    'sockstat': lambda lines: pairs(lines, False), 'sockstat6': lambda lines: pairs(lines, True),
}


def findings(file, lines, rows, problems):
    expected, faults = FILES[file](lines)
    found = []
    missing = sorted(faults - set(problems))
    if missing:
        found.append('no warning about line %s' % missing)
    unasked = sorted({line for line in problems if line is not None} - faults)
    if unasked:
        found.append('a warning about line %s, which is valid' % unasked)
    got = [{name: row[name] for name in expected[0]} if expected else row for row in rows]
    if got != expected:
        at = next((at for at, (a, b) in enumerate(zip(got, expected)) if a != b), min(len(got), len(expected)))
        found.append('row %d: %r, expected %r' % (at, got[at:at + 1], expected[at:at + 1]))
    return found
