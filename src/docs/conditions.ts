/** The language of conditions, for help and manual. Parts between backticks are shown as typed. */
export const conditionForms: readonly (readonly [form: string, meaning: string])[] = [
  [
    'listen [ADDR]:PORT[/udp]',
    'Something listens; for UDP, a socket is bound. Either family answers for a port alone. 127.0.0.1 is answered by 0.0.0.0, and by :: with the remark that IPv4 is presumed.',
  ],
  ['free [ADDR]:PORT[/udp]', 'No socket has the port, not even in TIME_WAIT: any program can bind to it.'],
  [
    'established [ADDR]:PORT [OP N]',
    'Established connections with this end, local or remote; at least one unless OP N says otherwise. One between two sockets of this host counts once.',
  ],
  [
    'drained :PORT',
    'No connection of this local port is open or has data left to deliver. TIME_WAIT does not count.',
  ],
  ['unix PATH', 'A unix socket of this name listens, or is a bound datagram socket.'],
  [
    'iface NAME [up|carrier]',
    'The interface exists; it is up; its link works. The last two are known in our own network namespace only.',
  ],
  ['addr A[/N]', 'An interface holds the address, and duplicate address detection is over.'],
  ['route default|CIDR', 'There is a route to just this destination.'],
  ['arp A', 'The hardware address of the IPv4 neighbour is known.'],
  ['count(REPORT [where EXPR]) OP N', 'Rows of a report.'],
  [
    'value(REPORT.COLUMN [where EXPR]) OP N',
    'The value of exactly one row. `snmp.TcpExtListenDrops` is short for the value of that counter.',
  ],
  ['min|max|sum(REPORT.COLUMN [where EXPR]) OP N', 'Over all rows that match.'],
  [
    'delta|rate(REPORT.COLUMN [where EXPR]) OP N',
    'What was added to counters between two samples, or a second of it.',
  ],
  ['not CONDITION', 'The opposite. What is not known stays unknown.'],
];

export const conditionRules: readonly string[] = [
  'OP is one of `<`, `<=`, `>`, `>=`, `=` and `!=`. N may have a unit, as in `10k`, `4MiB` or `500ms`. EXPR is an expression as in `--where`; see procnet(1).',
  "Quote a condition for the shell: `'count(conns where state = close-wait) < 10'`. A simple one may also be several arguments: `procnet wait listen :8080`.",
  'A report, column or counter that does not exist is a usage error. A row that may be missing, or a value that cannot be seen, makes a condition unknown unless what was seen decides it.',
];
