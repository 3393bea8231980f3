type Rows = readonly (readonly [term: string, meaning: string])[];

/** The chapter on expressions in procnet(1). Words between backticks are shown as typed. */

export const grammar: readonly string[] = [
  'group  =  { state } or            (states at the beginning govern the rest)',
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
  ['COLUMN', 'Any column of the report, also one that is not shown: `rxDropped > 0`, `user = root`.'],
  [
    'state',
    'A state or a group of states: `state established`, `state = time-wait`, `state in (listen, 0A)`.',
  ],
  ['exclude', 'Not these states: `exclude time-wait`.'],
  [
    'src, dst',
    'The local and the remote end: `10.0.0.0/8`, `10/8`, `10.0.0.1:443`, `[::1]:80`, `*:80`, `:https`, `localhost`, `inet6:*`. For unix sockets `src` takes a path, in which `*`, `?` and `[a-z]` match as in file names: `src /run/*.sock`, `src unix:name`.',
  ],
  [
    'sport, dport',
    'The local and the remote port: `sport = :443`, `dport >= :1024`, `dport = 53/udp`. `lport` and `rport` mean the same.',
  ],
  ['port, addr', 'Either port, either address. A bare `:443` or `10.0.0.0/8` is short for it.'],
  ['laddr, raddr', 'The same as `src` and `dst`.'],
  ['dev', 'The interface: `dev eth0`, `dev veth*`. A socket bound to every address is on every interface.'],
  [
    'process',
    'A process that holds the socket: by its process id, or by its name as the kernel, its executable or its `argv[0]` has it. A name of more than 15 bytes matches what the kernel keeps of it. Quoted digits are a name.',
  ],
  ['pid', 'The id of a process that holds the socket: `pid = 1`, `pid in (100-200)`.'],
];

export const expressionRules: readonly string[] = [
  '`not` binds tightest, then `and`, which may be left out, then `or`. ss(8) documents the same order, but ss evaluates from left to right; parentheses make both agree.',
  'As in ss, `state` and `exclude` at the beginning govern everything that follows: `state established sport = :80 or sport = :443` lists established connections only. Side by side they are one set, built from left to right: `state` adds to it and `exclude` takes away. An operator behind them ends this: `state listen or sport = :80`.',
  'A bare word is a state (`listening`), a flag column, a port of either end (`:8080`), or an address or network of either end (`10.0.0.0/8`).',
  'A value may be a number, a range such as `8000-8010`, a service name where a port is expected, an address, a network or a name in /etc/hosts, or text. Text with spaces or operators in it must be in double quotes.',
  'An IPv4 address may be shortened as in ip(8) and ss: octets left out at the end are 0, so `10/8` is `10.0.0.0/8`. An IPv4 network matches IPv4 on IPv6 sockets too; `::ffff:10.0.0.0/104` matches only those. An address prefix `inet:` or `inet6:` limits the whole expression to that family.',
  'Numbers may be hexadecimal (`0x88cc`) or have a unit: `k M G T P E` for powers of 1000 and `Ki Mi Gi Ti Pi Ei` for powers of 1024, with or without `B` where the column counts bytes; `ms s m h d` where it is a time. `rxBytes > 1.5M` and `timerMs > 2s` are examples. They are exact to 64 bits; larger ones are refused.',
  'In text columns `*` and `?` in an unquoted word match as in file names: `user = www*`. Everything is compared in its exact case, except unix socket paths after `src`.',
  'The name of a column on the right compares two columns of one row: `replyDestination != source`, `recvQueue > sendQueue`. Quoted, it is text.',
  'A comparison with an unknown value does not hold, not even with `!=`. `column = null` and `column != null` ask whether it is unknown; `null` may be in a list.',
  'A list means any of its values: `dport = 80,443` is `dport in (80, 443)`.',
  'A regular expression is in the syntax of RE2 and may have the flags `i`, `m` and `s`. It may be 200 characters long and sees the first 4096 characters of a value. Matching takes time in proportion to these, so back references and look-around are not supported and large repeat counts are refused.',
  'Names of columns and states and the words `and`, `or` and `not` may be in any case.',
  'An expression may be 10000 characters long, with 1000 comparisons and 100 levels of parentheses. A bad one ends with exit code 2 and is shown with a caret under the error.',
];

/** What a test against ss itself found to differ, and why. */
export const ssDifferences: Rows = [
  ['a or b and c', '`and` binds before `or`, as ss(8) says; ss reads from left to right.'],
  [
    'dev NAME',
    'The interface that holds the local address, and every interface for a socket bound to all addresses; ss means the device a socket is bound to, which /proc/net does not list. Indexes are not accepted.',
  ],
  ['autobound, fwmark, cgroup', 'Refused: /proc/net does not list what they ask for.'],
  ['dst PATH', 'Refused: /proc/net does not list the peer of a unix socket.'],
  ['src NAME', 'Of unix sockets, a name that begins with none of `/`, `@` and `*` needs the prefix `unix:`.'],
  ['link: netlink: vsock:', 'Refused as prefixes of an address; compare columns such as `protocolNumber`.'],
  [
    'dst fd00::1:443',
    'Refused as ambiguous: ss takes it for port 443 of fd00::1. Write `[fd00::1]:443` or `[fd00::1:443]`.',
  ],
  [
    'state listening',
    'Includes UDP, raw and icmp sockets that are not connected, as `-l` does in both programs; ss lists none of them for this state. Of unix sockets only listeners are included, where the `-l` of ss adds all that are not connected. `state listen` is the state alone.',
  ],
  [
    'state established',
    'On unix sockets: the kernel files a connection that is not accepted yet under CONNECTING, ss under ESTAB.',
  ],
  ['exclude all, state X exclude X', 'Lists nothing; ss shows its default states when the set is empty.'],
  [
    'src inet:A or src inet6:B',
    'Lists both families; in ss the last prefix decides for the whole expression.',
  ],
  [
    'sport = 70000, sport = 010',
    'Refused: not a port. ss lists nothing for the first, and reads the second as octal.',
  ],
  ['dst 010.0.0.1, dst 0x0a.0.0.1', 'Refused: ss reads a leading 0 as octal, most programs do not.'],
  ['dst example.org', 'Refused unless /etc/hosts has the name; ss asks name servers.'],
];

export const stateSpellings =
  "States may be spelled as the kernel, ss or netstat do, in any case, with `-`, `_` or neither: `LISTEN`, `time-wait`, `TIMEWAIT`, `estab`; or as the kernel's hexadecimal code: `0A`, with `0x` in front unless it begins with a 0. The kernel has one code for CLOSE and UNCONN: `closed` means either, `unconn` the second alone. Groups are:";
