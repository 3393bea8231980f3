import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { command } from '../support/command.ts';

/** Runs procnet for minutes while thousands of connections open and close, and watches its memory and descriptors. */
const minutes = Number(process.argv[2] ?? 10);
const samples = 10;

const inside = (pid: number, words: readonly string[]): ChildProcess =>
  spawn('nsenter', ['--target', String(pid), '--net', ...command, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

const residentMiB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const watched: readonly (readonly string[])[] = [
  ['conns', '-s', '--interval', '0.2', '--ndjson'],
  ['ifstat', '--interval', '0.2', '--ndjson'],
  ['snmp', '--interval', '0.2', '--csv'],
];

const churn = spawn(
  'unshare',
  [
    '--net',
    'bash',
    '-c',
    `ip link set lo up && ulimit -n 20000 && exec python3 test/soak/churn.py ${minutes * 60 + 30} 2000`,
  ],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
await once(churn.stdout!, 'data');
const running = watched.map((words) => inside(churn.pid!, words));
await setTimeout(10_000);
const rows: string[] = [];
for (let sample = 0; sample <= samples; sample++) {
  const seen = running.map(
    ({ pid }) => `${residentMiB(pid!).toFixed(0)} MiB, ${readdirSync(`/proc/${pid}/fd`).length}`,
  );
  rows.push(`| ${((sample * minutes) / samples).toFixed(1)} | ${seen.join(' | ')} |`);
  if (sample < samples) await setTimeout((minutes * 60_000) / samples);
}
for (const child of [...running, churn]) child.kill();
const text = `# Memory and descriptors over time

Written by \`npm run soak\`: ${minutes} minutes on ${process.version}, in a network namespace where 2,000 loopback connections are open
and up to 2,000 a second are closed and opened. Each cell shows resident memory and open descriptors, without the first ten seconds.

| minute | ${watched.map((words) => `\`${words.join(' ')}\``).join(' | ')} |
|---|${watched.map(() => '---|').join('')}
${rows.join('\n')}
`;
const results = 'test/soak/RESULTS.md';
/** Sections written by other runs. */
const [, ...others] = readFileSync(results, 'utf8').split(/\n(?=## )/);
writeFileSync(results, [text, ...others].join('\n'));
process.stdout.write(text);
