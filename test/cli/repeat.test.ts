import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseArguments } from '../../src/cli/arguments.ts';
import { requestOf } from '../../src/cli/commands/report.ts';
import type { Host } from '../../src/cli/host.ts';
import { type Pace, repeat } from '../../src/cli/repeat.ts';
import { runRepeated } from '../../src/cli/run-repeated.ts';
import { canRedraw, frame } from '../../src/cli/screen.ts';
import type { Report } from '../../src/core/report.ts';
import { optionsOf } from '../../src/options/index.ts';
import { conns } from '../../src/reports/conns.ts';
import { ifstat } from '../../src/reports/ifstat.ts';
import { snmp } from '../../src/reports/snmp.ts';
import { sockstat } from '../../src/reports/sockstat.ts';
import { quietHost } from '../support/quiet-host.ts';
import { runHere } from './run-here.ts';

/** Time that passes only during sleep or work. */
class FakePace implements Pace {
  milliseconds: number;
  stopped: NodeJS.Signals | null = null;
  sleeps = 0;
  released = false;
  readonly #onSleep: (pace: FakePace) => void;
  constructor(start = 0, onSleep: (pace: FakePace) => void = () => {}) {
    this.milliseconds = start;
    this.#onSleep = onSleep;
  }
  now(): number {
    return this.milliseconds;
  }
  async sleep(milliseconds: number): Promise<void> {
    assert.ok(milliseconds > 0, `slept ${milliseconds} ms`);
    this.milliseconds += milliseconds;
    this.sleeps++;
    this.#onSleep(this);
  }
  release(): void {
    this.released = true;
  }
}

describe('repeat', () => {
  const samplesAt = async (interval: number, work: readonly number[], start = 0): Promise<number[]> => {
    const pace = new FakePace(start);
    const times: number[] = [];
    await repeat({ interval, count: work.length }, pace, async () => {
      times.push(pace.milliseconds - start);
      pace.milliseconds += work[times.length - 1]!;
      return 'more';
    });
    return times;
  };

  it('samples immediately and then on every tick, however long samples take', async () => {
    assert.deepEqual(await samplesAt(1000, [0, 300, 999, 0]), [0, 1000, 2000, 3000]);
  });

  it('skips the ticks that a slow sample missed', async () => {
    assert.deepEqual(await samplesAt(1000, [0, 2500, 0, 0]), [0, 1000, 4000, 5000]);
  });

  it('does not drift', async () => {
    const work = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(work, fc.double({ min: 0, max: 1e9, noNaN: true }), async (times, start) => {
        const at = await samplesAt(100, times, start);
        for (const [tick, time] of at.entries()) assert.ok(Math.abs(time - tick * 100) < 1e-3);
      }),
    );
  });

  it('does not sample twice if the timer fires early', async () => {
    const times: number[] = [];
    const pace = new FakePace(0, (it) => {
      it.milliseconds -= 0.6;
    });
    await repeat({ interval: 1000, count: 3 }, pace, async () => {
      times.push(Math.round(pace.milliseconds));
      return 'more';
    });
    assert.deepEqual(times, [0, 999, 1999]);
  });

  it('takes no further sample after a signal', async () => {
    let taken = 0;
    const pace = new FakePace(0, (it) => {
      if (it.sleeps === 3) it.stopped = 'SIGTERM';
    });
    await repeat({ interval: 1000, count: Number.POSITIVE_INFINITY }, pace, async () => {
      taken++;
      return 'more';
    });
    assert.equal(taken, 3);
  });
});

describe('--interval and --count', () => {
  for (const value of [
    '0',
    '-1',
    '1e9',
    'NaN',
    'Infinity',
    '',
    '0.09',
    '86401',
    '0x1',
    '1,5',
    '99ms',
    '25h',
    '1d',
  ])
    it(`refuses --interval "${value}"`, async () => {
      const { out, err, code } = await runHere(['ifstat', `--interval=${value}`]);
      assert.deepEqual([out, code], ['', 2]);
      assert.match(
        err,
        /^procnet: --interval: (?:expected a duration such as 30, 500ms or 2m, up to a day|must be at least 100 ms) \(got ".*"\)\n$/,
      );
    });

  it('refuses -1 as a separate argument', async () => {
    const { err, code } = await runHere(['ifstat', '--interval', '-1']);
    assert.equal(code, 2);
    assert.match(err, /--interval: expected a duration such as 30, .* \(got "-1"\)/);
  });

  for (const value of ['0', '-1', '1.5', 'NaN', '1e3'])
    it(`refuses --count ${value}`, async () => {
      const { err, code } = await runHere(['ifstat', '--interval=1', `--count=${value}`]);
      assert.equal(code, 2);
      assert.match(err, /^procnet: --count: expected a whole number, 1 or more/);
    });

  it('refuses --count without --interval, and --meta with it', async () => {
    assert.equal((await runHere(['ifstat', '--count', '2'])).code, 2);
    assert.equal((await runHere(['ifstat', '--json', '--meta', '--interval', '1', '--count', '1'])).code, 2);
  });
});

const devHeader =
  'Inter-|   Receive                                                |  Transmit\n' +
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
const dev = (counters: Readonly<Record<string, number>>): string =>
  devHeader +
  Object.entries(counters)
    .map(([name, rx]) => `${name.padStart(6)}: ${rx} 5 0 0 0 0 0 0 7 5 0 0 0 0 0 0\n`)
    .join('');

describe('a repeated report', () => {
  let directory = '';
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'procnet-repeat-'));
    writeFileSync(join(directory, 'netstat'), 'TcpExt: Moves Stands\nTcpExt: 1 5\n');
    writeFileSync(join(directory, 'snmp'), 'Tcp: RtoMin CurrEstab InSegs OutSegs\nTcp: 200 5 10 0\n');
    writeFileSync(join(directory, 'sockstat'), 'sockets: used 9\nTCP: inuse 4 orphan 0 tw 0 alloc 5 mem 1\n');
  });
  after(() => rmSync(directory, { recursive: true }));

  const requestFrom = async (report: Report, argv: readonly string[]) =>
    requestOf(report, await parseArguments(optionsOf(report), argv), false);

  /** One sample per file content, ten seconds apart; `stop` is a signal that arrives in the sleep after the last. */
  const repeated = async (
    report: Report,
    argv: readonly string[],
    [name, contents]: readonly [string, readonly string[]],
    { stop, host = {} }: { stop?: NodeJS.Signals; host?: Partial<Host> } = {},
  ) => {
    const put = (at: number): void => writeFileSync(join(directory, name), contents[at]!);
    put(0);
    const pace = new FakePace(5_000_000, (it) => {
      if (it.sleeps < contents.length) put(it.sleeps);
      else it.stopped = stop ?? null;
    });
    const writes: string[] = [];
    let err = '';
    const surroundings = quietHost({
      write: (bytes) => writes.push(Buffer.from(bytes).toString()),
      warn: (text) => {
        err += text;
      },
      now: () => new Date(pace.milliseconds),
      ...host,
    });
    const times = stop === undefined ? ['--count', String(contents.length)] : [];
    const request = await requestFrom(report, [...argv, '--interval', '10', ...times, '--proc', directory]);
    const code = await runRepeated(request, surroundings, pace);
    assert.ok(pace.released);
    return { out: writes.join(''), writes, err, code };
  };

  /** A first sample, and then no file to read. */
  const repeatedUntilGone = async (argv: readonly string[]) => {
    const dir = mkdtempSync(join(tmpdir(), 'procnet-gone-'));
    writeFileSync(join(dir, 'dev'), dev({ lo: 1 }));
    let out = '';
    const ended = await runHere(['ifstat', ...argv, '--interval', '0.1', '--proc', dir], {
      write(bytes) {
        out += Buffer.from(bytes).toString();
        rmSync(join(dir, 'dev'), { force: true });
      },
    });
    rmSync(dir, { recursive: true });
    return { ...ended, out };
  };

  const traffic = [
    'dev',
    [dev({ lo: 100, eth0: 0 }), dev({ lo: 1100, eth1: 3 }), dev({ lo: 50, eth1: 3 })],
  ] as const;

  it('writes whole NDJSON rows, each starting with its time', async () => {
    const { out, writes, code, err } = await repeated(ifstat, ['--ndjson'], traffic);
    assert.deepEqual(
      [code, err, writes.length],
      [0, 'procnet: counters restarted: change unknown for 1 row\n', 3],
    );
    for (const piece of writes) assert.ok(piece.endsWith('}\n'));
    const rows = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      rows.map((row) => [
        Object.keys(row)[0],
        row.time,
        row.interface,
        row.rxBytes,
        row.rxBytesDelta,
        row.rxBytesPerSecond,
        row.reason,
      ]),
      [
        ['time', '1970-01-01T01:23:20.000Z', 'lo', 100, null, null, 'first sample'],
        ['time', '1970-01-01T01:23:20.000Z', 'eth0', 0, null, null, 'first sample'],
        ['time', '1970-01-01T01:23:30.000Z', 'lo', 1100, 1000, 100, null],
        ['time', '1970-01-01T01:23:30.000Z', 'eth1', 3, null, null, 'new'],
        ['time', '1970-01-01T01:23:40.000Z', 'lo', 50, null, null, 'counter went backwards'],
        ['time', '1970-01-01T01:23:40.000Z', 'eth1', 3, 0, 0, null],
      ],
    );
  });

  it('compares all rows, including those that a filter or a limit hides', async () => {
    const limited = await repeated(
      ifstat,
      ['--csv', '--limit', '1', '--sort', '-rxBytesDelta'],
      ['dev', [dev({ a: 1, b: 2, c: 3 }), dev({ a: 1, b: 9, c: 4 })]],
    );
    const rows: Record<string, string>[] = parse(limited.out, { columns: true });
    assert.equal(rows.length, 2);
    assert.equal(rows[1]!['interface'], 'b');
    assert.equal(rows[1]!['rxBytesDelta'], '7');
  });

  it('writes one CSV header', async () => {
    const { out } = await repeated(ifstat, ['--csv'], traffic);
    const [header, ...rows]: string[][] = parse(out);
    assert.equal(header![0], 'time');
    assert.equal(rows.length, 6);
    assert.equal(out.match(/interface/g)!.length, 1);
  });

  it('writes one JSON array, and closes it even on a signal', async () => {
    const { out, code } = await repeated(ifstat, ['--json'], traffic, { stop: 'SIGINT' });
    assert.equal(code, 130);
    assert.equal(JSON.parse(out).length, 6);
    assert.equal((await repeated(ifstat, ['--ndjson'], traffic, { stop: 'SIGTERM' })).code, 143);
  });

  it('appends text blocks, each under its time, in a pipe', async () => {
    const { out } = await repeated(ifstat, [], traffic);
    const blocks = out.split('\n\n').map((block) => block.trimEnd().split('\n'));
    assert.deepEqual(
      blocks.map(([time]) => time),
      ['1970-01-01T01:23:20.000Z', '1970-01-01T01:23:30.000Z', '1970-01-01T01:23:40.000Z'],
    );
    assert.match(blocks[1]![1]!, /^iface +rxBytes\/s +rxPkts\/s +rxErrDelta/);
    assert.match(blocks[1]![2]!, /^lo +100 +0 +0 +0 +0 +0 +0 +0 +-$/);
    assert.match(blocks[2]![2]!, /^lo +(?:- +)+counter went backwards$/);
    assert.ok(!out.includes('\x1b'));
  });

  it('writes only rows with --no-header', async () => {
    const { out } = await repeated(ifstat, ['-H'], traffic);
    assert.equal(out.trimEnd().split('\n').length, 6);
    assert.ok(!/1970|interface/.test(out));
  });

  const segments = (rtoMin: number, established: number, segs: number, out: number): string =>
    `Tcp: RtoMin CurrEstab InSegs OutSegs\nTcp: ${rtoMin} ${established} ${segs} ${out}\n`;
  const counters = ['snmp', [segments(200, 5, 10, 0), segments(200, 3, 40, 0)]] as const;

  it('hides unchanged counters in text, and keeps them in data', async () => {
    const { out } = await repeated(snmp, [], counters);
    const [, second] = out.split('\n\n');
    assert.deepEqual(
      second!
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(/ +/)),
      [
        ['proto', 'name', 'value', 'delta', 'rate', 'reason'],
        ['Tcp', 'InSegs', '40', '30', '3', '-'],
      ],
    );
    const data = await repeated(snmp, ['--ndjson'], counters);
    assert.equal(data.out.trimEnd().split('\n').length, 12);
    assert.match(data.out, /"name":"CurrEstab","value":3,"delta":null,"perSecond":null,"reason":"gauge"/);
    assert.match(data.out, /"name":"RtoMin","value":200,"delta":null,"perSecond":null,"reason":"setting"/);
    const zeros = await repeated(snmp, ['-z'], counters);
    assert.match(zeros.out.split('\n\n')[1]!, /Stands +5 +0 +0/);
  });

  it('finds a counter by pattern, even if it is unchanged', async () => {
    const { code, err, out } = await repeated(snmp, ['*Stands*'], counters);
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /Stands +5 +- +- +first sample\n\n[^\n]*\nproto[^\n]*\n$/);
    const named = await repeated(snmp, ['TcpExtStands'], counters);
    assert.match(named.out, /Stands +5 +0 +0 +-\n$/);
  });

  it('does not wait for a counter that does not exist', async () => {
    const { code, err, out } = await repeated(snmp, ['TcpExtStandz', '--ndjson'], counters);
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /no such counter: TcpExtStandz; did you mean TcpExtStands\?/);
  });

  it('filters and sorts by change', async () => {
    const many = ['dev', [dev({ a: 0, b: 0, c: 0 }), dev({ a: 10, b: 300, c: 20 })]] as const;
    const { out } = await repeated(
      ifstat,
      ['--ndjson', '--where', 'rxBytesPerSecond > 1', '--sort', '-rxBytesDelta', '--columns', 'interface'],
      many,
    );
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).interface),
      ['b', 'c'],
    );
  });

  it('re-reads gauges as they are', async () => {
    const use = (inuse: number) => `sockets: used 9\nTCP: inuse ${inuse} orphan 0 tw 0 alloc 5 mem 1\n`;
    const { out } = await repeated(sockstat, ['--csv'], ['sockstat', [use(4), use(2)]]);
    const rows: Record<string, string>[] = parse(out, { columns: true });
    assert.deepEqual(
      rows.map(({ protocol, inuse }) => [protocol, inuse]),
      [
        ['sockets', '9'],
        ['TCP', '4'],
        ['sockets', '9'],
        ['TCP', '2'],
      ],
    );
    assert.deepEqual(Object.keys(rows[0]!).slice(0, 3), ['time', 'family', 'protocol']);
  });

  it('closes the array if a later sample fails', async () => {
    const { out, err, code } = await repeatedUntilGone(['--json']);
    assert.equal(code, 3);
    assert.match(err, /dev/);
    assert.equal((JSON.parse(out) as unknown[]).length, 1);
  });

  it('resolves names and reports unknown owners in each sample, as a single reading does', async () => {
    const tree = mkdtempSync(join(tmpdir(), 'procnet-repeat-owners-'));
    mkdirSync(join(tree, 'net'));
    mkdirSync(join(tree, '1/fd'), { recursive: true });
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:0016 0100007F:01BB 06 00000000:00000000 00:00000000 00000000  1000        0 0 1 0 20 4 30 10 -1',
    ].join('\n');
    writeFileSync(join(tree, 'net/tcp'), `${table}\n`);
    const stderr = { isTerminal: true, width: 80 };
    const argv = ['conns', '-t', '-4', '-p', '-r', '--plain', '--proc', tree];
    const once = await runHere(argv, { stderr });
    const twice = await runHere([...argv, '--interval', '0.1', '--count', '2'], { stderr });
    rmSync(tree, { recursive: true });
    assert.match(once.out, /:ssh .*:https /);
    assert.equal(twice.out.match(/:ssh .*:https /g)?.length, 2);
    assert.match(once.err, /no process found for 1 socket/);
    assert.equal(twice.err, once.err);
  });

  it('adds the time to counts, too', async () => {
    const tcp =
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
    const { out } = await repeated(
      conns,
      ['-t', '-4', '--count-by', 'state', '--ndjson'],
      [
        'tcp',
        [0, 1].map(
          () =>
            `${tcp}   0: 0100007F:0019 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 77\n`,
        ),
      ],
    );
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      [
        { time: '1970-01-01T01:23:20.000Z', state: 'LISTEN', count: 1 },
        { time: '1970-01-01T01:23:30.000Z', state: 'LISTEN', count: 1 },
      ],
    );
  });

  it('reports a persistent problem once', async () => {
    const bad = dev({ lo: 1, eth0: 2 }).replace('eth0: 2', 'eth0: x');
    const { err, code } = await repeated(ifstat, ['--strict'], ['dev', [bad, bad, bad]]);
    assert.equal(code, 4);
    assert.match(err, /^procnet: [^\n]*dev:4: rxBytes: [^\n]*\n$/);
  });

  it('fails when the kernel data disappears between samples', async () => {
    const pace = new FakePace(0, () => rmSync(join(directory, 'dev')));
    writeFileSync(join(directory, 'dev'), dev({ lo: 1 }));
    const request = await requestFrom(ifstat, [
      '--ndjson',
      '--interval',
      '10',
      '--count',
      '2',
      '--proc',
      directory,
    ]);
    const host = {
      env: {},
      stdout: { isTerminal: false, width: null },
      write() {},
      stderr: { isTerminal: false, width: null },
      warn() {},
      now: () => new Date(),
    };
    await assert.rejects(runRepeated(request, host as unknown as Host, pace), /dev: no such file/);
    assert.ok(pace.released);
  });

  it('leaves no descriptor open between samples', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    await repeated(ifstat, ['--ndjson'], traffic);
    const few = open();
    await repeated(ifstat, ['--ndjson'], ['dev', Array.from({ length: 200 }, () => dev({ lo: 1 }))]);
    assert.ok(open() <= few, `${open()} descriptors, before ${few}`);
  });

  it('appends without escapes on a dumb terminal', async () => {
    const stdout = { isTerminal: true, width: 80 };
    for (const env of [{}, { TERM: '' }, { TERM: 'dumb', FORCE_COLOR: '0' }]) {
      assert.equal(canRedraw({ stdout, env } as Host), false);
      const { out } = await repeated(ifstat, ['--plain'], traffic, { host: { stdout, env } });
      assert.ok(!out.includes('\x1b'));
    }
    assert.equal(canRedraw({ stdout, env: { TERM: 'xterm' } } as unknown as Host), true);
    assert.equal(
      canRedraw({ stdout: { isTerminal: false, width: null }, env: { TERM: 'xterm' } } as unknown as Host),
      false,
    );
  });
});

describe('frame', () => {
  const shown = (text: string, columns: number, rows: number): string[] =>
    frame(text, { columns, rows }).slice('\x1b[H\x1b[J'.length, -1).split('\n');

  it('draws from the top and erases the rest', () => {
    assert.equal(frame('a\nb\n', { columns: 80, rows: 24 }), '\x1b[H\x1b[Ja\nb\n');
  });

  it('reports how many lines did not fit', () => {
    assert.deepEqual(shown('1\n2\n3\n4\n', 80, 5), ['1', '2', '3', '4']);
    assert.deepEqual(shown('1\n2\n3\n4\n5\n', 80, 5), ['1', '2', '3', '… 2 more lines']);
  });

  it('counts a long line as the rows it wraps into, ignoring colour codes', () => {
    assert.deepEqual(shown(`${'x'.repeat(11)}\n\x1b[31m${'y'.repeat(10)}\x1b[39m\nz\n`, 10, 5), [
      'x'.repeat(11),
      `\x1b[31m${'y'.repeat(10)}\x1b[39m`,
      'z',
    ]);
    assert.deepEqual(shown(`${'x'.repeat(11)}\na\nb\nc\n`, 10, 5), ['x'.repeat(11), 'a', '… 2 more lines']);
  });

  it('handles windows of any size', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        (text, columns, rows) => {
          assert.match(frame(text, { columns, rows }), /^\x1b\[H\x1b\[J[\s\S]*\n$/);
        },
      ),
    );
  });
});
