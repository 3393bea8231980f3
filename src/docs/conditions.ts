/** The condition language, for help and manual. Text in backticks is literal. */
export const conditionForms: readonly (readonly [form: string, meaning: string])[] = [
  [
    'listen [ADDR]:PORT[/udp]',
    'A listener or, for UDP, a bound socket. A port alone matches either family. 127.0.0.1 is also matched by 0.0.0.0 and by ::, with a note that IPv4 is assumed.',
  ],
  [
    'free [ADDR]:PORT[/udp]',
    'No socket uses the port, not even in TIME_WAIT, so any program can bind to it.',
  ],
  [
    'established [ADDR]:PORT [OP N]',
    'Established connections with this local or remote end; at least one by default. A connection between two sockets on this host counts once.',
  ],
  [
    'drained :PORT',
    'No connection to this local port is open or has undelivered data. TIME_WAIT does not count.',
  ],
  ['unix PATH', 'A listening unix socket with this name, or a bound datagram socket.'],
  [
    'iface NAME [up|carrier]',
    'The interface exists, is up, or has a carrier. The last two are known only in our own network namespace.',
  ],
  [
    'addr A[/N]',
    'An interface has the address, with this prefix length, and duplicate address detection is complete.',
  ],
  ['route default|CIDR', 'A route to exactly this destination.'],
  ['arp A', 'The IPv4 neighbour is resolved.'],
  ['count(REPORT [where EXPR]) OP N', 'The number of rows in a report.'],
  [
    'value(REPORT.COLUMN [where EXPR]) OP N',
    'The value in exactly one row. `snmp.TcpExtListenDrops` is short for the value of that counter.',
  ],
  ['min|max|sum(REPORT.COLUMN [where EXPR]) OP N', 'The minimum, maximum or sum over all rows.'],
  [
    'delta|rate(REPORT.COLUMN [where EXPR]) OP N',
    'The change in counters between two samples, in total or per second; unknown with only one sample.',
  ],
  ['not CONDITION', 'The opposite. An unknown condition stays unknown.'],
];

export const conditionRules: readonly string[] = [
  'OP is one of `<`, `<=`, `>`, `>=`, `=` and `!=`. N may have a unit, as in `10k`, `4MiB` or `500ms`. EXPR is an expression as in `--where`; see procnet(1).',
  "Quote conditions for the shell: `'count(conns where state = close-wait) < 10'`. Simple ones may be several arguments: `procnet wait listen :8080`.",
  'An unknown report, column or counter name is a usage error. If rows may be missing or values hidden, a condition is unknown unless the rest is enough to decide it.',
];
