type Rows = readonly (readonly [term: string, meaning: string])[];

/** The section on expressions in procnet(1). Text in backticks is literal. */

export const grammar: readonly string[] = [
  'group  =  { state } or            (leading states apply to the rest)',
  'or     =  and { ("or" | "|" | "||") and }',
  'and    =  not { ["and" | "&" | "&&"] not }',
  'not    =  ("not" | "!") not | "(" group ")" | state | test',
  'state  =  ("state" | "exclude") value { "," value }',
  'test   =  subject operator value',
  '       |  subject ("=" | "!=") value { "," value }',
  '       |  subject ["not"] "in" "(" value { "," value } ")"',
  '       |  ss-subject value { "," value }',
  '       |  state-name | flag-column | address | :port',
  'operator =  "=" | "==" | "!=" | "<" | "<=" | ">" | ">="',
  '         |  "~" | "!~"             (with a /regular expression/)',
  '         |  "eq" "ne" "neq" "lt" "le" "leq" "gt" "ge" "geq"',
  'value  =  word | "quoted text" | /regular expression/i | column | null',
];

export const subjects: Rows = [
  ['COLUMN', 'Any column of the report, even if not shown: `rxDropped > 0`, `user = root`.'],
  [
    'state',
    'A state or a group of states: `state established`, `state = time-wait`, `state in (listen, 0A)`.',
  ],
  ['exclude', 'Not these states: `exclude time-wait`.'],
  [
    'src, dst',
    'The local and remote end: `10.0.0.0/8`, `10/8`, `10.0.0.1:443`, `[::1]:80`, `*:80`, `:https`, `localhost`, `inet6:*`. For unix sockets `src` takes a path, in which `*`, `?` and `[a-z]` match as in file names: `src /run/*.sock`, `src unix:name`.',
  ],
  [
    'sport, dport',
    'The local and remote port: `sport = :443`, `dport >= :1024`, `dport = 53/udp`. `lport` and `rport` mean the same.',
  ],
  ['port, addr', 'Either port, either address. `:443` or `10.0.0.0/8` alone is short for this.'],
  ['laddr, raddr', 'The same as `src` and `dst`.'],
  ['dev', 'The interface: `dev eth0`, `dev veth*`. A socket bound to every address is on every interface.'],
  [
    'process',
    'A process that holds the socket, by process id or by name (of the process, its executable or its `argv[0]`). A name longer than 15 bytes matches the part the kernel keeps. Quoted digits are a name.',
  ],
  ['pid', 'The id of a process that holds the socket: `pid = 1`, `pid in (100-200)`.'],
];

export const expressionRules: readonly string[] = [
  '`not` binds tightest, then `and`, which may be omitted, then `or`. ss(8) documents the same order, but ss evaluates from left to right; with parentheses, both agree.',
  'As in ss, leading `state` and `exclude` apply to everything that follows: `state established sport = :80 or sport = :443` lists only established connections. Several of them form one set, built from left to right: `state` adds to it and `exclude` removes from it. An operator after them ends this: `state listen or sport = :80`.',
  'A single word is a state (`listening`), a flag column, a port at either end (`:8080`), or an address or network at either end (`10.0.0.0/8`).',
  'A value may be a number, a range such as `8000-8010`, a service name where a port is expected, an address, a network or a name in /etc/hosts, or text. Text with spaces or operators in it must be in double quotes.',
  'An IPv4 address may be shortened as in ip(8) and ss: missing octets are 0, so `10/8` is `10.0.0.0/8`. An IPv4 network also matches IPv4 on IPv6 sockets; `::ffff:10.0.0.0/104` matches only those. An address prefix `inet:` or `inet6:` limits the whole expression to that family.',
  'Numbers may be hexadecimal (`0x88cc`) or have a unit: `k M G T P E` for powers of 1000 and `Ki Mi Gi Ti Pi Ei` for powers of 1024, with or without `B` if the column counts bytes; `ms s m h d` if it is a time, as in `rxBytes > 1.5M` and `timerMs > 2s`. They are exact to 64 bits; larger ones are rejected.',
  'In text columns, `*` and `?` in an unquoted word match as in file names: `user = www*`. Comparisons are case-sensitive, except for unix socket paths after `src`.',
  'A column name on the right compares two columns of the same row: `replyDestination != source`, `recvQueue > sendQueue`. Quoted, it is text.',
  'A comparison with an unknown value never holds, not even with `!=`. `column = null` and `column != null` test whether it is unknown; `null` may be in a list.',
  'A list means any of its values: `dport = 80,443` is `dport in (80, 443)`.',
  'Regular expressions use RE2 syntax and may have the flags `i`, `m` and `s`. They may be 200 characters long and see the first 4096 characters of a value. To guarantee linear time, back references and look-around are not supported and large repeat counts are rejected.',
  'Column names, state names and the words `and`, `or` and `not` are case-insensitive.',
  'An expression may have up to 10000 characters, 1000 comparisons and 100 levels of parentheses. An invalid one is shown with a caret under the error, with exit code 2.',
];

/** Differences found by testing against ss itself. */
export const ssDifferences: Rows = [
  ['a or b and c', '`and` binds tighter than `or`, as documented in ss(8); ss reads from left to right.'],
  [
    'dev NAME',
    'The interface that has the local address, or any interface for a socket bound to all addresses; in ss, the device a socket is bound to, which /proc/net does not list. Indexes are not accepted.',
  ],
  ['autobound, fwmark, cgroup', 'Rejected, because /proc/net does not list them.'],
  ['dst PATH', 'Rejected, because /proc/net does not list unix socket peers.'],
  ['src NAME', 'A unix socket name that does not start with `/`, `@` or `*` requires the prefix `unix:`.'],
  ['link: netlink: vsock:', 'Rejected as address prefixes; compare columns such as `protocolNumber`.'],
  [
    'dst fd00::1:443',
    'Rejected as ambiguous; ss reads it as port 443 of fd00::1. Write `[fd00::1]:443` or `[fd00::1:443]`.',
  ],
  [
    'state listening',
    'Includes unconnected UDP, raw and icmp sockets, as `-l` does in both programs; ss lists none of them for this state. For unix sockets, only listeners are included, whereas `-l` in ss adds all unconnected ones. `state listen` is only the state.',
  ],
  [
    'state established',
    'For unix sockets, the kernel lists a connection not yet accepted as CONNECTING, ss as ESTAB.',
  ],
  ['exclude all, state X exclude X', 'Lists nothing; ss shows its default states if the set is empty.'],
  [
    'src inet:A or src inet6:B',
    'Lists both families; in ss, the last prefix applies to the whole expression.',
  ],
  [
    'sport = 70000, sport = 010',
    'Rejected as not a port; ss lists nothing for the first and reads the second as octal.',
  ],
  ['dst 010.0.0.1, dst 0x0a.0.0.1', 'Rejected; ss reads a leading 0 as octal, most programs do not.'],
  ['dst example.org', 'Rejected unless the name is in /etc/hosts; ss queries name servers.'],
];

export const stateSpellings =
  "States may be spelled as in the kernel, ss or netstat, case-insensitive, with `-`, `_` or neither: `LISTEN`, `time-wait`, `TIMEWAIT`, `estab`; or as the kernel's hexadecimal code: `0A`, prefixed with `0x` unless it starts with 0. The kernel has one code for CLOSE and UNCONN, so `closed` means either; `unconn` means only the second. Groups are:";
