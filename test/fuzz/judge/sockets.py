"""Tables of sockets, by the formats of net/ipv4/tcp_ipv4.c, udp.c, raw.c, ping.c and net/unix/af_unix.c."""

import ipaddress
import re

from lines import BAD, EXACT, LOOSE, SKIP, decode_name, is_blank

X = '[0-9A-Fa-f]'
TCP_STATES = [
    None, 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT1', 'FIN_WAIT2', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT',
    'LAST_ACK', 'LISTEN', 'CLOSING',
]
TIMERS = ['off', 'retransmit', 'keepalive', 'timewait', 'probe']


def ip(packed):
    if len(packed) == 4:
        return str(ipaddress.IPv4Address(packed))
    address = ipaddress.IPv6Address(packed)
    mapped = address.ipv4_mapped
    return str(address) if mapped is None else '::ffff:%s' % mapped


def word_address(digits, endian):
    """Each word is four octets of the address, which the kernel read as one number in host byte order."""
    words = [int(digits[at:at + 8], 16) for at in range(0, len(digits), 8)]
    return ip(b''.join(word.to_bytes(4, endian) for word in words))


def unknown(code):
    return 'UNKNOWN(0x%02X)' % code


def row_pattern(words):
    address = '(%s{%d}):(%s{4})' % (X, words * 8, X)
    fixed = r'(\d+): %s %s (%s{2}) (%s{8}):(%s{8}) (%s{2}):' % (address, address, X, X, X, X)
    exact = r' *' + fixed + r'(%s{8}|[89A-Fa-f]%s{15}) (%s{8}) +(-?\d{1,10}) +(\d{1,9}) (\d{1,15})((?: [^ \0-\x1f]+)*) *\r?' % (X, X, X)
    # Bytes up to the space separate tokens; the token's contents decide.
    loose = r' *' + fixed + r'(%s{1,}) *(%s{1,8})[\0-\x20]+(-?\d+)[\0-\x20]+(-?\d+)[\0-\x20]+(\d+)((?:[\0-\x20].*)?)' % (X, X)
    return re.compile(exact, re.S), re.compile(loose, re.S)


PATTERNS = {1: row_pattern(1), 4: row_pattern(4)}
HEADING = re.compile(r'local_address|^ *sl ', re.I)


def tail_values(protocol, state, tail):
    """What follows the inode, or None if no kernel prints it so."""
    tokens = [token for token in re.split(r'[\0-\x20]+', tail) if token]
    if any(re.fullmatch(r'-?\d{1,10}', token) is None for token in tokens[:1] + tokens[2:]):
        return None
    if protocol != 'tcp':
        if len(tokens) not in (2, 3):
            return None
        drops = int(tokens[2]) if len(tokens) == 3 else None
        if drops is not None and not -2 ** 31 <= drops < 2 ** 32:
            return None
        return {'drops': drops if drops is None or drops >= 0 else drops + 2 ** 32}
    empty = {'rtoMs': None, 'atoMs': None, 'cwnd': None, 'ssthresh': None}
    if len(tokens) == 2:
        return empty
    if len(tokens) != 7:
        return None
    rto, ato, _, cwnd, ssthresh = [int(token) for token in tokens[2:]]
    if min(rto, ato, cwnd) < 0 or cwnd >= 2 ** 32 or not -2 ** 31 <= ssthresh < 2 ** 32:
        return None
    return {
        'rtoMs': rto * 10, 'atoMs': ato * 10, 'cwnd': cwnd,
        'ssthresh': None if state == 'LISTEN' or ssthresh < 0 else ssthresh,
    }


def is_overdue(ticks):
    """Old kernels print a negative long."""
    return len(ticks) == 16 and int(ticks[0], 16) >= 8


def inet_values(protocol, family, endian, found):
    local, local_port, remote, remote_port, code, sent, received, timer, ticks, again, uid, probes, inode = found[1:14]
    code, timer, inode, uid = int(code, 16), int(timer, 16), int(inode), int(uid)
    is_tcp = protocol == 'tcp'
    states = TCP_STATES if is_tcp else {1: 'ESTABLISHED', 7: 'UNCONN'}
    state = states[code] if (code < len(states) if is_tcp else code in states) else None
    values = {
        'protocol': protocol, 'family': family, 'state': state or unknown(code),
        'sendQueue': int(sent, 16), 'recvQueue': int(received, 16),
        'localAddress': word_address(local, endian), 'remoteAddress': word_address(remote, endian),
        'localPort': int(local_port, 16), 'remotePort': int(remote_port, 16), 'protocolNumber': None,
        'inode': inode, 'uid': uid + 2 ** 32 if uid < 0 else uid,
        'timer': None, 'timerMs': None, 'retransmits': None, 'probes': None,
    }
    if protocol == 'raw':
        values.update(localPort=None, remotePort=None, protocolNumber=int(local_port, 16))
    if is_tcp:
        overdue = is_overdue(ticks)
        values.update(
            timer=TIMERS[timer] if timer < len(TIMERS) else unknown(timer),
            timerMs=None if timer == 0 else 0 if overdue else int(ticks, 16) * 10,
            retransmits=int(again, 16), probes=max(0, int(probes)),
        )
        if inode == 0 and (code == 6 or timer == 3):
            values['uid'] = None
    return values


def inet(file, lines, endian):
    protocol = file.rstrip('6')
    family = 'ipv6' if file.endswith('6') else 'ipv4'
    exact, loose = PATTERNS[4 if family == 'ipv6' else 1]
    first = True
    for line in lines:
        if is_blank(line):
            yield SKIP, None, None
            continue
        was_first, first = first, False
        if was_first and HEADING.search(line) and not re.match(r' *\d+: ', line):
            yield SKIP, None, None
            continue
        found = exact.fullmatch(line) or loose.fullmatch(line)
        if found is None:
            yield BAD, None, None
            continue
        groups = found.groups()
        inode = int(groups[13])
        ticks = groups[9]
        if not is_overdue(ticks) and int(ticks, 16) * 10 >= 2 ** 53:
            yield BAD, None, None
            continue
        if inode >= 2 ** 53 or abs(int(groups[11])) >= 2 ** 53 or abs(int(groups[12])) >= 2 ** 53:
            yield BAD, None, None
            continue
        values = inet_values(protocol, family, endian, (None,) + groups[1:14])
        tail = tail_values(protocol, values['state'], groups[14])
        level = EXACT if exact.fullmatch(line) and tail is not None and int(groups[11]) >= -2 ** 31 else LOOSE
        if int(groups[11]) >= 2 ** 32:
            level = LOOSE
        identity = (groups[1].lower(), groups[2].lower(), groups[3].lower(), groups[4].lower(), inode)
        yield level, {**values, **(tail or {})}, identity


UNIX_STATES = [None, 'UNCONN', 'CONNECTING', 'ESTABLISHED', 'DISCONNECTING']
UNIX_TYPES = {1: 'stream', 2: 'dgram', 3: 'raw', 5: 'seqpacket'}
UNIX = re.compile(
    r'(%s{16}|%s{8}|\(____ptrval____\)|\(ptrval\)|0x%s{1,16}): (%s{8}) (%s{8}) (%s{8}) (%s{4}) (%s{2})' % ((X,) * 8)
)
UNIX_INODE = re.compile(r' ( *\d+)(?= |$)')


def unix_row(line, form):
    found = UNIX.match(line)
    if found is None:
        return None
    pointer = found[1]
    width = 0 if pointer.startswith('0x') else len(pointer)
    if form.get('width', width) != width:
        return None
    at, inode = found.end(), None
    if form['inode']:
        number = UNIX_INODE.match(line, at)
        if number is None or len(number[1]) < 5:
            return None
        at, inode = number.end(), int(number[1])
        # Beyond procnet's number range; such a row gets a warning and loses its inode.
        inode = inode if inode < 2 ** 53 else None
    elif at < len(line) and line[at] != ' ':
        return None
    form['width'] = width
    flags, kind, state = int(found[4], 16), int(found[5], 16), int(found[6], 16)
    listening = flags & 0x10000 != 0
    named = UNIX_STATES[state] if state < len(UNIX_STATES) else None
    return {
        'protocol': 'unix', 'family': 'unix', 'inode': inode, 'listening': listening,
        'state': 'LISTEN' if listening else named or unknown(state),
        'type': UNIX_TYPES.get(kind, '0x%02X' % kind),
        'path': decode_name(line[at + 1:]) if at < len(line) else None,
    }, pointer, line[at + 1:] if at < len(line) else None, (flags, kind, state)


def unix(_file, lines, _endian):
    """A line that isn't a row continues the previous name, if both fit into the 108 bytes of a name."""
    form, room, last, results = {'inode': True}, None, None, []
    for number, line in enumerate(lines):
        if number == 0 and 'RefCount' in line[:200]:
            form['inode'] = 'Inode' in line[:200]
            results.append([SKIP, None, None])
            continue
        row = unix_row(line, form)
        room = None if room is None else room - 1 - len(line)
        fits = room is not None and room >= 0
        if row is None:
            if fits and last is not None and last[1]['path'] is not None:
                last[1]['path'] += '\n' + decode_name(line)
                results.append([SKIP, None, None])
            else:
                results.append([SKIP if is_blank(line) else BAD, None, None])
            continue
        values, pointer, name, (flags, kind, state) = row
        if name is not None:
            room = 108 - len(name)
        hidden = pointer.startswith('(') or set(pointer) <= {'0', 'x'}
        marks = (kind, state) if fits else None
        identity = None if hidden and not values['inode'] else (pointer, values['inode'], flags, marks, name)
        lacks = form['inode'] and values['inode'] is None
        last = [LOOSE if lacks else EXACT, {**values, 'suspect': fits}, identity]
        results.append(last)
    return iter(results)
