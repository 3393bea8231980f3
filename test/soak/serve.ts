import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { command } from '../support/command.ts';

/** Runs `procnet serve` for minutes while it is scraped and connections open and close; watches its memory and descriptors. */
const minutes = Number(process.argv[2] ?? 10);
const samples = 10;
const results = 'test/soak/RESULTS.md';
const heading = '\n## procnet serve\n';

const inside = (target: number, words: readonly string[]): ChildProcess =>
  spawn('nsenter', ['--target', String(target), '--net', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });

const firstLine = async (stream: NodeJS.ReadableStream): Promise<string> => {
  const [line] = (await once(createInterface({ input: stream }), 'line')) as [string];
  return line;
};

const residentMiB = (pid: number): string =>
  (Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024).toFixed(0);

const churn = spawn(
  'unshare',
  ['--net', 'bash', '-c', `ip link set lo up && exec python3 test/soak/churn.py ${minutes * 60 + 60} 400`],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
await once(churn.stdout!, 'data');
const server = inside(churn.pid!, [
  ...command,
  'serve',
  '--listen',
  '127.0.0.1:0',
  '--min-interval',
  '200ms',
]);
const port = /:(\d+)\/metrics$/.exec(await firstLine(server.stderr!))![1]!;
const client = inside(churn.pid!, [process.execPath, '.build/test/soak/scrape.js', port]);
await setTimeout(10_000);
const rows: string[] = [];
for (let sample = 0; sample <= samples; sample++) {
  const open = readdirSync(`/proc/${server.pid}/fd`).length;
  rows.push(`| ${((sample * minutes) / samples).toFixed(1)} | ${residentMiB(server.pid!)} MiB | ${open} |`);
  if (sample < samples) await setTimeout((minutes * 60_000) / samples);
}
const counted = firstLine(client.stdout!);
client.kill();
const count = JSON.parse(await counted) as Readonly<Record<string, number>>;
const ended = once(server, 'exit');
server.kill();
const [code] = await ended;
churn.kill();
const text = `${heading}
Written by \`node .build/test/soak/serve.js\`: ${minutes} minutes on ${process.version}, in a network namespace where 400 loopback connections
are open and up to 2,000 a second are closed and opened, read at most every 200 ms. Five scrapes a second: ${count['answered']} were answered,
${count['abandoned']} disconnected midway, ${count['unfinished']} never completed their request, ${count['failed']} failed. SIGTERM ended it with ${code}.

| minute | resident memory | descriptors |
|---|---|---|
${rows.join('\n')}
`;
const before = readFileSync(results, 'utf8').split(heading)[0]!;
writeFileSync(results, before + text);
process.stdout.write(text);
