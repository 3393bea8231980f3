import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTree } from '../../cli/black-box.ts';
import { runHere } from '../../cli/run-here.ts';

type Found = {
  readonly rule: string;
  readonly status: string;
  readonly message: string;
  readonly value: unknown;
};

const over = async (
  files: Readonly<Record<string, string>>,
  conditions: readonly string[],
): Promise<readonly Found[]> => {
  let found: readonly Found[] = [];
  await withTree(files, async (directory) => {
    const { out, err } = await runHere(['check', '--proc', directory, '--json', ...conditions]);
    assert.equal(err, '');
    found = JSON.parse(out);
  });
  return found;
};

const statusesOver = async (
  files: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): Promise<void> => {
  const found = await over(files, Object.keys(expected));
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((condition, at) => [condition, found[at]!.status])),
    expected,
  );
};

const dev = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 100 2 0 0 0 0 0 0 100 2 0 0 0 0 0 0
  eth0: 5000 20 0 3 0 0 0 0 200 4 0 0 0 0 0 0
`;

test('iface: the interface exists; a copy does not show whether it is up', () =>
  statusesOver(
    { dev },
    { 'iface eth0': 'pass', 'iface eth1': 'critical', 'iface eth0 up': 'unknown', 'not iface eth1': 'pass' },
  ));

test('addr: an address is usable once duplicate address detection is over', () =>
  statusesOver(
    {
      if_inet6:
        'fd000000000000000000000000000001 02 40 00 80     eth0\n' +
        'fd000000000000000000000000000002 02 40 00 c0     eth0\n',
      fib_trie: '',
      route: 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n',
    },
    {
      'addr fd00::1': 'pass',
      'addr fd00:0::1/64': 'pass',
      'addr fd00::1/48': 'critical',
      'addr fd00::2': 'critical',
      'addr fd00::3': 'critical',
    },
  ));

test('route: the default route, or an exact destination', () =>
  statusesOver(
    {
      route:
        'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n' +
        'eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n' +
        'eth0\t0000000A\t00000000\t0001\t0\t0\t100\t000000FF\t0\t0\t0\n',
      fib_trie: '',
    },
    {
      'route default': 'pass',
      'route 10.0.0.0/8': 'pass',
      'route 10.0.0.0/16': 'critical',
      'route 10.0.0.1': 'critical',
    },
  ));

test('arp: the hardware address is known', () =>
  statusesOver(
    {
      arp:
        'IP address       HW type     Flags       HW address            Mask     Device\n' +
        '10.0.0.1         0x1         0x2         02:00:00:00:00:01     *        eth0\n' +
        '10.0.0.2         0x1         0x0         00:00:00:00:00:00     *        eth0\n' +
        '10.0.0.3         0x1         0x6         02:00:00:00:00:03     *        eth0\n',
    },
    {
      'arp 10.0.0.1': 'pass',
      'arp 10.0.0.2': 'critical',
      'arp 10.0.0.3': 'pass',
      'arp 10.0.0.4': 'critical',
    },
  ));

const unixHeader = 'Num       RefCount Protocol Flags    Type St Inode Path\n';

test('unix: a stream socket must be listening, a datagram socket only bound', () =>
  statusesOver(
    {
      unix: `${unixHeader}0000000000000000: 00000002 00000000 00010000 0001 01 10011 /run/a b.sock
0000000000000000: 00000002 00000000 00000000 0001 01 10012 /run/idle
0000000000000000: 00000002 00000000 00000000 0002 01 10013 /run/log
0000000000000000: 00000003 00000000 00000000 0001 03 10014 /run/peer
0000000000000000: 00000002 00000000 00010000 0001 01 10015 @name
`,
    },
    {
      'unix /run/a b.sock': 'pass',
      'unix /run/idle': 'critical',
      'unix /run/log': 'pass',
      'unix /run/peer': 'critical',
      'unix @name': 'pass',
      'unix /run': 'critical',
    },
  ));

test('unix: a row that another socket’s name may have forged is reported as such', async () => {
  const forged = `${unixHeader}0000000000000000: 00000002 00000000 00010000 0001 01 10011 @x
0000000000000000: 00000002 00000000 00010000 0001 01 99999 /run/docker.sock
`;
  const [found, other] = await over({ unix: forged }, ['unix /run/docker.sock', 'unix @x']);
  assert.match(found!.message, /could have forged this row/);
  assert.equal(other!.message, '@x is served');
});

const snmp = 'Tcp: CurrEstab OutSegs\nTcp: 3 9007199254740993\n';
const netstat = 'TcpExt: SyncookiesSent\nTcpExt: 0\n';

test('functions over columns: count, sum, min, max, exact counters', () =>
  statusesOver(
    { dev, snmp, netstat },
    {
      'count(ifstat) = 2': 'pass',
      'count(ifstat where interface = eth0) != 1': 'critical',
      'value(ifstat.rxDropped where interface = eth0) = 3': 'pass',
      'value(ifstat.rxDropped) = 3': 'unknown',
      'value(ifstat.rxDropped where interface = eth9) = 3': 'unknown',
      'sum(ifstat.rxBytes) = 5.1k': 'pass',
      'max(ifstat.rxBytes) < 5000': 'critical',
      'min(ifstat.rxBytes) <= 100': 'pass',
      'max(ifstat.rxBytes where interface = eth9) < 1': 'unknown',
      'value(snmp.value where key = TcpOutSegs) = 9007199254740993': 'pass',
      'value(snmp.value where key = TcpOutSegs) = 9007199254740992': 'critical',
      'value(snmp.TcpCurrEstab) > 2': 'pass',
      'count(snmp where key = TcpOut* and protocol in (T?p, TcpExt)) = 1': 'pass',
      'delta(snmp.TcpOutSegs) = 0': 'unknown',
      'not delta(ifstat.rxBytes) > 1': 'unknown',
    },
  ));

test('a misspelt report, column or counter is a usage error, never a healthy network', async () => {
  const cases: readonly (readonly [condition: string, message: RegExp])[] = [
    ['count(con) = 0', /no such report: "con"/],
    ['count(ifstatt) = 0', /no such report: "ifstatt"; did you mean ifstat\?/],
    ['count(ifstat where rxDroped > 0) = 0', /did you mean rxDropped\?/],
    ['value(ifstat.rxDroped) = 0', /did you mean rxDropped\?/],
    ['count(snmp where key = TcpOutSeg) = 0', /no such key: TcpOutSeg; did you mean TcpOutSegs\?/],
    ['count(snmp where key != TcpOutSegz and value < 0) = 0', /no such key: TcpOutSegz/],
    ['sum(snmp.value where key in (TcpOutSegs, TcpOutSegz)) > 0', /no such key: TcpOutSegz/],
    ['sum(snmp.value where key in (TcpExtListenDrops, TcpOutSegz)) > 0', /no such key: TcpOutSegz/],
    ['count(snmp where protocol = Tpc) = 0', /no such protocol: Tpc; did you mean Tcp\?/],
    [
      'count(stat where file = softnet_stats) = 0',
      /no such file: softnet_stats; did you mean softnet_stat\?/,
    ],
    ['count(snmp where key = TcpOuts*) = 0', /no such key: TcpOuts\*/],
    ['value(snmp.TcpOutSeg) = 0', /no such key: TcpOutSeg; did you mean TcpOutSegs\?/],
    ['value(ifstat.interface) = 0', /is not a number/],
    ['rate(conns.recvQueue) = 0', /recvQueue is not a counter, so it has no rate/],
    ['count(ifstat) > x', /expected a whole number/],
    ['listen 10.0.0.0/8:80', /expected a single address|expected a port/],
    ['listen :80-90', /expected a single port/],
    ['addr 10.0.0.1/33', /expected a prefix length up to 32/],
    ['addr fd00::1/129', /expected a prefix length up to 128/],
    ['arp fd00::1', /no kernel file lists IPv6 neighbours/],
  ];
  const softnet = { softnet_stat: `${'00000000 '.repeat(15).trim()}\n` };
  await withTree({ dev, snmp, netstat, ...softnet }, async (directory) => {
    for (const [condition, message] of cases) {
      const { out, err, code } = await runHere(['check', '--proc', directory, condition]);
      assert.deepEqual([out, code], ['', 2], condition);
      assert.match(err, message, condition);
    }
  });
});

test('a documented counter that this kernel lacks is unknown, even among others', async () => {
  const found = await over({ snmp, netstat }, [
    'value(snmp.TcpExtListenDrops) = 0',
    'sum(snmp.value where key in (TcpOutSegs, TcpExtListenDrops)) > 0',
    'sum(snmp.value where name in (OutSegs, ListenDrops)) > 0',
    'count(snmp where key = MPTcpExt*) = 0',
    'count(snmp where protocol = Tcp and key != TcpExtListenDrops) = 2',
    'count(snmp where protocol in (Tcp, Udp6)) = 2',
  ]);
  const missing = 'this kernel has no counter TcpExtListenDrops';
  assert.deepEqual(
    found.map(({ status, message }) => [status, message]),
    [
      ['unknown', missing],
      ['unknown', missing],
      ['unknown', 'this kernel has no counter ListenDrops'],
      ['unknown', 'this kernel has no counter MPTcpExt*'],
      ['pass', '2 rows'],
      ['pass', '2 rows'],
    ],
  );
});
