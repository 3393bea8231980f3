"""Tables of routes, addresses, neighbours and interfaces."""

import re

from lines import BAD, EXACT, LOOSE, SKIP, decode_name, is_blank, tokens_of
from sockets import X, ip

U32 = 2 ** 32
FLAGS = [
    (0x1, 'U'), (0x2, 'G'), (0x4, 'H'), (0x8, 'R'), (0x10, 'D'), (0x20, 'M'), (0x40000, 'A'), (0x1000000, 'C'), (0x200, '!'),
]


def letters(flags):
    return ''.join(letter for bit, letter in FLAGS if flags & bit)


def hexadecimal(token, most=U32 - 1):
    if re.fullmatch(X + '+', token) is None:
        return None
    value = int(token, 16)
    return value if value <= most else None


def decimal(token, least=0, most=2 ** 53 - 1):
    if re.fullmatch(r'-?\d+' if least < 0 else r'\d+', token) is None:
        return None
    value = int(token)
    return value if least <= value <= most else None


def host_word(token, endian):
    return int(token, 16).to_bytes(4, endian)


def headed(words, lines):
    """The first non-empty line may be the heading."""
    due = True
    for line in lines:
        if is_blank(line):
            yield line, True
            continue
        is_heading = due and all(word in [token.lower() for token in map(decode_name, tokens_of(line))] for word in words)
        due = False
        yield line, is_heading


ROUTE = re.compile(r'[^ \t]+\t%s{8}\t%s{8}\t%s{4}\t\d+\t\d+\t-?\d+\t%s{8}\t\d+\t\d+\t\d+ *' % ((X,) * 4))


def route_values(tokens, endian):
    if len(tokens) < 8 or any(re.fullmatch(X + '{8}', tokens[at]) is None for at in (1, 2, 7)):
        return None
    flags, metric = hexadecimal(tokens[3]), decimal(tokens[6], -2 ** 31, U32 - 1)
    counts = [decimal(token) for token in tokens[4:6]]
    bits = ''.join('{:08b}'.format(octet) for octet in host_word(tokens[7], endian))
    if flags is None or metric is None or None in counts or re.fullmatch('1*0*', bits) is None:
        return None
    optional = [decimal(tokens[at]) if at < len(tokens) else None for at in (8, 9, 10)]
    gateway = host_word(tokens[2], endian)
    name = decode_name(tokens[0])
    return {
        'family': 'ipv4', 'destination': '%s/%d' % (ip(host_word(tokens[1], endian)), bits.count('1')),
        'gateway': None if gateway == bytes(4) else ip(gateway), 'interface': None if name == '*' else name,
        'metric': metric % U32, 'flags': letters(flags), 'type': 'reject' if flags & 0x200 or name == '*' else 'unicast',
        'mtu': optional[0], 'window': optional[1], 'irtt': optional[2],
        'refCount': counts[0], 'useCount': counts[1], 'source': None,
    }, None in optional


def route(_file, lines, endian):
    for line, is_skipped in headed(['iface', 'destination', 'gateway'], lines):
        if is_skipped:
            yield SKIP, None, None
            continue
        found = route_values(tokens_of(line), endian)
        if found is None:
            yield BAD, None, None
            continue
        values, lacks = found
        yield BAD if lacks else EXACT if ROUTE.fullmatch(line) else LOOSE, values, None


def ipv6_route(_file, lines, _endian):
    for line in lines:
        if is_blank(line):
            yield SKIP, None, None
            continue
        tokens = tokens_of(line)
        if len(tokens) < 9 or any(re.fullmatch(X + '{32}', tokens[at]) is None for at in (0, 2, 4)):
            yield BAD, None, None
            continue
        lengths = [hexadecimal(tokens[at], 128) for at in (1, 3)]
        metric, references, uses, flags = [hexadecimal(token) for token in tokens[5:9]]
        if None in lengths + [metric, references, uses, flags]:
            yield BAD, None, None
            continue
        target, source, hop = [bytes.fromhex(tokens[at]) for at in (0, 2, 4)]
        kind = (
            'reject' if flags & 0x200 else 'anycast' if flags & 0x100000 else 'local' if flags & 0x80000000
            else 'multicast' if target[0] == 0xff else 'unicast'
        )
        is_exact = len(tokens) <= 10 and re.fullmatch(
            r'%s{32} %s{2} %s{32} %s{2} %s{32} %s{8} %s{8} %s{8} %s{8} +[^ \t\r]*' % ((X,) * 9), line)
        yield EXACT if is_exact else LOOSE, {
            'family': 'ipv6', 'destination': '%s/%d' % (ip(target), lengths[0]),
            'gateway': None if hop == bytes(16) else ip(hop),
            'interface': decode_name(tokens[9]) if len(tokens) > 9 else None,
            'metric': metric, 'flags': letters(flags), 'type': kind, 'refCount': references, 'useCount': uses,
            'source': None if source == bytes(16) and lengths[1] == 0 else '%s/%d' % (ip(source), lengths[1]),
        }, None


SCOPES = {0: 'global', 16: 'host', 32: 'link', 64: 'site', 128: 'v4-compat'}
ADDRESS_FLAGS = ['temporary', 'nodad', 'optimistic', 'dadfailed', 'home', 'deprecated', 'tentative', 'permanent']


def if_inet6(_file, lines, _endian):
    for line in lines:
        if is_blank(line):
            yield SKIP, None, None
            continue
        tokens = tokens_of(line)
        if len(tokens) < 6 or re.fullmatch(X + '{32}', tokens[0]) is None:
            yield BAD, None, None
            continue
        index, length = hexadecimal(tokens[1], 2 ** 31 - 1), hexadecimal(tokens[2], 128)
        scope, flags = hexadecimal(tokens[3], 0xffff), hexadecimal(tokens[4])
        if None in (index, length, scope, flags):
            yield BAD, None, None
            continue
        names = [name for bit, name in enumerate(ADDRESS_FLAGS) if flags >> bit & 1]
        if flags >> 8:
            names.append('0x%x' % (flags & ~0xff))
        is_exact = re.fullmatch(r'%s{32} %s{2,8} %s{2} %s{2} %s{2} +[^ \t\r]+' % ((X,) * 5), line)
        yield EXACT if is_exact else LOOSE, {
            'family': 'ipv6', 'address': ip(bytes.fromhex(tokens[0])), 'prefixLength': length,
            'scope': SCOPES.get(scope, '0x%x' % scope), 'flags': ','.join(names) or None,
            'interface': decode_name(tokens[5]), 'interfaceIndex': index,
        }, None


HARDWARE = {
    1: 'ether', 3: 'ax25', 24: 'ieee1394', 32: 'infiniband', 256: 'slip', 280: 'can', 512: 'ppp', 519: 'rawip', 768: 'ipip',
    769: 'tunnel6', 772: 'loopback', 776: 'sit', 778: 'gre', 801: 'ieee802.11', 802: 'ieee802.11/prism',
    803: 'ieee802.11/radiotap', 823: 'gre6', 824: 'netlink', 65534: 'none', 65535: 'void',
}


def is_quad(token):
    parts = token.split('.')
    return len(parts) == 4 and all(re.fullmatch(r'\d+', part) and int(part) < 256 for part in parts)


def arp(_file, lines, _endian):
    for line, is_skipped in headed(['ip', 'address', 'flags'], lines):
        if is_skipped:
            yield SKIP, None, None
            continue
        tokens = tokens_of(line)
        numbers = [re.fullmatch(r'0x%s{1,8}' % X, token) for token in tokens[1:3]]
        if len(tokens) < 5 or not is_quad(tokens[0]) or None in numbers:
            yield BAD, None, None
            continue
        kind, flags = [int(token, 16) for token in tokens[1:3]]
        mask = tokens[-2]
        if mask != '*' and not is_quad(mask):
            yield BAD, None, None
            continue
        state = (
            'published' if flags & 8 else 'incomplete' if not flags & 2 else 'permanent' if flags & 4 else 'complete'
        )
        values = {
            'address': tokens[0], 'hardwareType': HARDWARE.get(kind, tokens[1]), 'state': state, 'flags': tokens[2],
            'mask': None if mask == '*' else mask, 'interface': None if tokens[-1] == '*' else decode_name(tokens[-1]),
        }
        is_exact = len(tokens) == 6 and re.fullmatch(r'[0-9.]{7,16} +0x%s+ +0x%s+ +[0-9a-f:]+ +\* +[^ \t\r]+' % (X, X), line)
        if is_exact:
            values['hardwareAddress'] = tokens[3] if flags & 2 else None
        yield EXACT if is_exact else LOOSE, values, None


RECEIVED = {
    'bytes': 'rxBytes', 'packets': 'rxPackets', 'errs': 'rxErrors', 'drop': 'rxDropped', 'fifo': 'rxFifo',
    'frame': 'rxFrame', 'compressed': 'rxCompressed', 'multicast': 'rxMulticast',
}
SENT = {
    'bytes': 'txBytes', 'packets': 'txPackets', 'errs': 'txErrors', 'drop': 'txDropped', 'fifo': 'txFifo',
    'colls': 'txCollisions', 'carrier': 'txCarrier', 'compressed': 'txCompressed',
}


def dev_layout(line):
    parts = decode_name(line).split('|')
    if parts[0].strip(' \t\r') != 'face' or len(parts) != 3:
        return None
    words = [[word for word in re.split('[ \t\r]+', part) if word] for part in parts[1:]]
    return [RECEIVED.get(word) for word in words[0]] + [SENT.get(word) for word in words[1]]


def dev(_file, lines, _endian):
    layout = None
    for number, line in enumerate(lines):
        if is_blank(line):
            yield SKIP, None, None
            continue
        if number < 2 and '|' in line:
            found = dev_layout(line)
            layout = found or layout
            names = [name for name in found or [] if name]
            yield (BAD if len(set(names)) < len(names) else SKIP), None, None
            continue
        colon = line.rfind(':')
        rest = line[colon + 1:]
        if colon >= 0 and rest.strip(' \t\r') == 'No statistics available.':
            yield LOOSE, {'interface': decode_name(line[:colon].lstrip(' '))}, None
            continue
        tokens = tokens_of(rest)
        if colon < 0 or layout is None or len(tokens) != len(layout):
            yield BAD, None, None
            continue
        values = {'interface': decode_name(line[:colon].lstrip(' '))}
        bad = False
        for name, token in zip(layout, tokens):
            value = decimal(token, 0, 2 ** 64 - 1 if len(token) <= 40 else 2 ** 53 - 1)
            bad = bad or value is None
            if name is not None and name not in values:
                values[name] = value
        is_exact = re.fullmatch(r' *[^ \t:]+:[ \d]+', line)
        yield BAD if bad else EXACT if is_exact else LOOSE, values, None
