import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { writeCopiedTable } from './copied-table.ts';
import { type Crowd, gather } from './crowd.ts';
import { isThere, medians, oneRun } from './measure.ts';

const isQuick = process.argv.includes('--quick');
const at = process.argv.indexOf('--node');
const node = at > 0 ? process.argv[at + 1]! : process.execPath;
const results = 'test/bench/RESULTS.md';
const baseline = 'test/bench/baseline.json';

const readOnly = `const fs=require('node:fs');const b=Buffer.alloc(65536);const f=fs.openSync('/proc/net/tcp','r');while(fs.readSync(f,b,0,65536,null)>0);`;

const procnet = (words: string): string => `${node} bin/procnet.js ${words}`;

const own: ReadonlyMap<string, string> = new Map([
  ['conns -tan --plain', procnet('conns -tan --plain')],
  ['conns -tan --csv', procnet('conns -tan --csv')],
  ['conns -tan --json', procnet('conns -tan --json')],
  ['conns -tln -4 --plain', procnet('conns -tln -4 --plain')],
  ['conns -tanp --plain', procnet('conns -tanp --plain')],
  ['conns -t --count-by state', procnet('conns -t --count-by state')],
  ["conns -t --where 'dport = :443'", procnet("conns -t --where 'dport = :443'")],
  ['sockstat --plain', procnet('sockstat --plain')],
  ['--version', procnet('--version')],
]);

const peers: ReadonlyMap<string, string> = new Map([
  ['cat /proc/net/tcp', 'cat /proc/net/tcp'],
  ['node -e 0', `${node} -e 0`],
  ['node, reading the table only', `${node} -e "${readOnly}"`],
  ['ss -tan', 'ss -tan'],
  ['ss -tln', 'ss -tln'],
  ['netstat -tan', 'netstat -tan'],
  ['netstat -tln', 'netstat -tln'],
  ['awk, sort, uniq -c', `sh -c "awk 'NR>1{print \\$4}' /proc/net/tcp | sort | uniq -c"`],
]);

/** They take seconds: few runs. */
const slowPeers: ReadonlyMap<string, string> = new Map([
  ['ss -tanp', 'ss -tanp'],
  ['netstat -tanp', 'netstat -tanp'],
  ['lsof -nP -iTCP', 'lsof -nP -iTCP'],
]);

/** Ours, theirs, and the ratios aimed at on Node 20 and Node 24. */
const aims: readonly (readonly [ours: string, theirs: string, node20: number, node24: number])[] = [
  ['conns -tan --plain', 'ss -tan', 1.25, 1.0],
  ['conns -tan --plain', 'netstat -tan', 0.85, 0.7],
  ['conns -tan --csv', 'ss -tan', 1.35, 1.1],
  ['conns -tan --json', 'ss -tan', 1.45, 1.2],
  ['conns -tln -4 --plain', 'netstat -tln', 0.45, 0.45],
  ['conns -tanp --plain', 'ss -tanp', 0.25, 0.25],
  ['conns -tanp --plain', 'lsof -nP -iTCP', 0.55, 0.55],
  ['conns -t --count-by state', 'awk, sort, uniq -c', 1.3, 1.3],
];

type Times = ReadonlyMap<string, number | null>;

const ms = (value: number | null | undefined): string => (value == null ? 'not installed' : value.toFixed(1));

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const ratioRows = (times: Times, isNode24: boolean): string[][] =>
  aims.map(([ours, theirs, node20, node24]) => {
    const [mine, other] = [times.get(ours), times.get(theirs)];
    const aim = isNode24 ? node24 : node20;
    if (mine == null || other == null) return [`\`${ours}\``, `\`${theirs}\``, '-', String(aim), '-'];
    const ratio = mine / other;
    return [`\`${ours}\``, `\`${theirs}\``, ratio.toFixed(2), String(aim), ratio <= aim ? 'yes' : 'no'];
  });

const startUpRows = (times: Times): string[][] => {
  const bare = times.get('node -e 0')!;
  const sum = bare + times.get('cat /proc/net/tcp')!;
  const where = times.get("conns -t --where 'dport = :443'")!;
  return [
    ...(['sockstat --plain', '--version'] as const).map((name) => {
      const more = times.get(name)! - bare;
      const aim = name === '--version' ? 5 : 20;
      return [
        `\`${name}\``,
        '`node -e 0`',
        `+${more.toFixed(1)} ms`,
        `+${aim} ms`,
        more <= aim ? 'yes' : 'no',
      ];
    }),
    [
      "`conns -t --where 'dport = :443'`",
      '`cat` and `node -e 0` together',
      (where / sum).toFixed(2),
      '1.15',
      where / sum <= 1.15 ? 'yes' : 'no',
    ],
  ];
};

const version = (command: string, ...words: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  return (
    `${stdout ?? ''}${stderr ?? ''}`
      .split('\n')
      .find((line) => /\d/.test(line))
      ?.trim() ?? 'not installed'
  );
};

const machine = (): string =>
  [
    `- machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Linux ${release()}`,
    `- Node.js ${version(node, '--version')}, ${version('ss', '-V')}, ${version('netstat', '-V')}, lsof ${version('sh', '-c', 'lsof -v 2>&1 | grep revision')}`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');

/** Streams copied tables of two sizes: rows a second, memory, and how the cost grows. */
const streams = (): string => {
  const directory = mkdtempSync(`${tmpdir()}/procnet-bench-`);
  const [small, large] = [200_000, 2_000_000];
  for (const rows of [small, large]) writeCopiedTable(`${directory}/${rows}`, rows);
  const bare = oneRun([node, '-e', '0']);
  const rows = ['plain', 'csv', 'json', 'ndjson'].map((format) => {
    const command = (size: number) => [
      node,
      'bin/procnet.js',
      'conns',
      '-t',
      '-f',
      format,
      '--proc',
      `${directory}/${size}`,
    ];
    const [few, many] = [oneRun(command(small)), oneRun(command(large))];
    const cost = (many.seconds - bare.seconds) / (few.seconds - bare.seconds) / (large / small);
    const perSecond = large / (many.seconds - bare.seconds) / 1e6;
    return [
      format,
      many.seconds.toFixed(2),
      perSecond.toFixed(2),
      (many.peakMiB - bare.peakMiB).toFixed(0),
      cost.toFixed(2),
    ];
  });
  rmSync(directory, { recursive: true });
  return table(
    [
      'format',
      'seconds',
      'million rows a second',
      'MiB above bare Node',
      'cost against linear, from 200,000',
    ],
    rows,
  );
};

const measure = (crowd: Crowd, runs: number): Times =>
  new Map([
    ...medians(crowd.enter, new Map([...peers, ...own]), runs),
    ...(isQuick ? [] : medians(crowd.enter, slowPeers, Math.min(runs, 5))),
  ]);

/** The README shows the ratios of the last run, between its markers, without what was aimed at. */
const quoteInReadme = (text: string): void => {
  const [, quoted = ''] = /## Ratios[^\n]*\n\n(.*?)\n\n##/s.exec(text) ?? [];
  const ratios = quoted.replace(/^((?:\|[^|\n]*){3}).*$/gm, '$1|');
  const readme = readFileSync('README.md', 'utf8');
  writeFileSync(
    'README.md',
    readme.replace(/<!-- bench -->.*<!-- \/bench -->/s, () => `<!-- bench -->\n${ratios}\n<!-- /bench -->`),
  );
};

const writeResults = (crowd: Crowd, times: Times): void => {
  const isNode24 = Number(/v(\d+)/.exec(version(node, '--version'))?.[1]) >= 24;
  const text = `# Measured speed

Written by \`npm run bench\`. Medians of whole processes in one run of hyperfine, output thrown away, in a network namespace with
${crowd.sockets.toLocaleString('en')} TCP sockets.

${machine()}

## Milliseconds

${table(
  ['command', 'ms'],
  [...times].map(([name, value]) => [`\`${name}\``, ms(value)]),
)}

## Ratios, and what was aimed at

${table(['procnet', 'against', 'measured', 'aim', 'reached'], [...ratioRows(times, isNode24), ...startUpRows(times)])}

## A copied table of 2,000,000 rows

${streams()}
`;
  writeFileSync(at > 0 ? results.replace('.md', '-node24.md') : results, text);
  if (at < 0) quoteInReadme(text);
  process.stdout.write(text);
};

const ratios = (times: Times): Record<string, number> =>
  Object.fromEntries(
    [...own.keys()].map((name) => [name, times.get(name)! / times.get('cat /proc/net/tcp')!]),
  );

/** The machine's noise cancels in the ratio to `cat`, measured beside. */
const compareWithBaseline = (times: Times): void => {
  const now = ratios(times);
  if (!existsSync(baseline) || process.argv.includes('--save'))
    writeFileSync(baseline, `${JSON.stringify(now, null, 2)}\n`);
  const before = JSON.parse(readFileSync(baseline, 'utf8')) as Record<string, number>;
  const rows = Object.entries(now).map(([name, ratio]) => {
    const change = (ratio / (before[name] ?? ratio) - 1) * 100;
    return [
      name,
      ratio.toFixed(2),
      `${change >= 0 ? '+' : ''}${change.toFixed(0)} %${change > 15 ? ' slower' : ''}`,
    ];
  });
  process.stdout.write(`${table(['command', 'ratio to cat', 'against the baseline'], rows)}\n`);
};

for (const program of ['hyperfine', 'python3', 'ip', 'nsenter'])
  if (!isThere(program)) throw new Error(`${program} is not installed`);
const crowd = await gather(isQuick ? 2 : 6, 9_000);
try {
  const times = measure(crowd, isQuick ? 5 : 11);
  if (isQuick) compareWithBaseline(times);
  else writeResults(crowd, times);
} finally {
  crowd.leave();
}
