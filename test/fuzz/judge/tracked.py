"""nf_conntrack, by net/netfilter/nf_conntrack_standalone.c, ct_seq_show."""

import ipaddress
import re

from lines import BAD, EXACT, LOOSE, SKIP, decode_name, is_blank

NAMES = {1: 'icmp', 6: 'tcp', 17: 'udp', 33: 'dccp', 47: 'gre', 58: 'icmpv6', 132: 'sctp', 136: 'udplite'}
TUPLE = (
    r'src=(?P<src{0}>[0-9a-fA-F.:]+) dst=(?P<dst{0}>[0-9a-fA-F.:]+)'
    r'(?: sport=(?P<sport{0}>\d+) dport=(?P<dport{0}>\d+)| type=(?P<type{0}>\d+) code=(?P<code{0}>\d+) id=(?P<id{0}>\d+)'
    r'| srckey=0x[0-9a-f]+ dstkey=0x[0-9a-f]+)?'
)
ACCOUNT = r'(?: packets=(?P<packets{0}>\d+) bytes=(?P<bytes{0}>\d+))?'
ROW = re.compile(
    r'(?:(?P<l3>ipv4|ipv6) +(?P<number>\d+) )?(?P<l4>(?!ipv[46] )[a-z0-9-]+) +(?P<protocol>\d+)(?: (?P<timeout>\d+))?'
    r'(?: (?P<state>[A-Z][A-Z0-9_]*)| timeout=\d+, stream_timeout=\d+)? '
    + TUPLE.format(0) + r'(?: zone-orig=(?P<zoneOrig>\d+))?' + ACCOUNT.format(0) + r'(?P<unreplied> \[UNREPLIED\])? '
    + TUPLE.format(1) + r'(?: zone-reply=(?P<zoneReply>\d+))?' + ACCOUNT.format(1)
    + r'(?: \[(?P<flag>ASSURED|OFFLOAD|HW_OFFLOAD)\])?(?: mark=(?P<mark>\d+))?(?: secmark=\d+)?(?: secctx=(?P<secctx>[^ =\[]+(?: [^ =\[]+)*))?'
    + r'(?: zone=(?P<zone>\d+))?(?: delta-time=(?P<age>\d+))? use=(?P<use>\d+) ?'
)


def address(text, family):
    try:
        if family == 10:
            found = ipaddress.IPv6Address(text)
            # The kernel prints all eight groups.
            if re.fullmatch(r'([0-9a-fA-F]{4}:){7}[0-9a-fA-F]{4}', text) is None:
                return None
            return str(found) if found.ipv4_mapped is None else '::ffff:%s' % found.ipv4_mapped
        if re.fullmatch(r'\d{1,3}(\.\d{1,3}){3}', text) is None or any(int(part) > 255 for part in text.split('.')):
            return None
        return '.'.join(str(int(part)) for part in text.split('.'))
    except ValueError:
        return None


LIMITS = {
    'sport': 65535, 'dport': 65535, 'type': 255, 'code': 255, 'id': 65535, 'packets': 2 ** 64 - 1, 'bytes': 2 ** 64 - 1,
}
COLUMNS = {
    'sport0': 'sourcePort', 'dport0': 'destinationPort', 'sport1': 'replySourcePort', 'dport1': 'replyDestinationPort',
    'type0': 'icmpType', 'code0': 'icmpCode', 'id0': 'icmpId', 'packets0': 'packets', 'bytes0': 'bytes',
    'packets1': 'replyPackets', 'bytes1': 'replyBytes',
}


def values_of(found):
    family, protocol = int(found['number'] or 2), int(found['protocol'])
    if family not in (2, 10) or (family == 10) != (found['l3'] == 'ipv6') or protocol > 255:
        return None
    ends = {key: address(found[key], family) for key in ('src0', 'dst0', 'src1', 'dst1')}
    if None in ends.values():
        return None
    for key, most in LIMITS.items():
        for side in '01':
            if found[key + side] is not None and int(found[key + side]) > most:
                return None
    others = {'mark': 2 ** 32 - 1, 'zone': 65535, 'zoneOrig': 65535, 'zoneReply': 65535, 'age': 2 ** 53 - 1, 'use': 2 ** 32 - 1}
    if any(found[key] is not None and int(found[key]) > most for key, most in others.items()):
        return None
    if found['timeout'] is not None and int(found['timeout']) >= 2 ** 53:
        return None

    def differs(sent, reply):
        return found[sent + '0'] is not None and found[reply + '1'] is not None and found[sent + '0'] != found[reply + '1']

    snat = differs('src', 'dst') or differs('sport', 'dport') or differs('id', 'id')
    dnat = differs('dst', 'src') or differs('dport', 'sport')
    number = lambda key: None if found[key] is None else int(found[key])
    zone = next((number(key) for key in ('zone', 'zoneOrig', 'zoneReply') if found[key] is not None), None)
    status = [word for word in ('UNREPLIED' if found['unreplied'] else None, found['flag']) if word]
    return {
        'family': 'ipv6' if family == 10 else 'ipv4',
        'protocol': NAMES.get(protocol) or (str(protocol) if found['l4'] == 'unknown' else found['l4']),
        'state': found['state'], 'timeout': number('timeout'),
        'source': ends['src0'], 'destination': ends['dst0'], 'replySource': ends['src1'], 'replyDestination': ends['dst1'],
        **{column: number(key) for key, column in COLUMNS.items()},
        'status': ','.join(status) or None, 'nat': 'both' if snat and dnat else 'snat' if snat else 'dnat' if dnat else None,
        'mark': number('mark'), 'zone': zone, 'age': number('age'), 'use': number('use'),
        'secctx': None if found['secctx'] is None else decode_name(found['secctx']),
    }


def nf_conntrack(_file, lines, _endian):
    for line in lines:
        if is_blank(line):
            yield SKIP, None, None
            continue
        found = ROW.fullmatch(line[:-1] if line.endswith('\r') else line)
        values = None if found is None else values_of(found)
        if values is None:
            # Not as the kernel prints it, so a lenient reader's result cannot be predicted.
            yield LOOSE if looks_tracked(line) else BAD, None, first_direction(line)
            continue
        yield EXACT, values, (int(found['protocol']), values['zone'] if found['zone'] else None, first_direction(line))


def first_direction(line):
    found = re.search(r'(?:^|[ \t])src=(.*?)[ \t]+(?:\[|packets=|src=)', line)
    return found and found[1]


def looks_tracked(line):
    """Both directions and the end are present; after a security label, only another row would be wrong."""
    before, _, label = line.partition('secctx=')
    if re.search(r'(?:^|[ \t])src=\S*[ \t]+dst=', label) is not None:
        return False
    return len(re.findall(r'(?:^|[ \t])src=', before)) == 2 and re.search(r'(?:^|[ \t])use=\d', line) is not None
