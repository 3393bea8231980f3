import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release } from 'node:os';
import type { Aim } from './aims.ts';
import { median, ratio, type Sample, type Samples } from './measure.ts';
import type { Node } from './nodes.ts';

export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** The name of a Node.js version in samples; other programs appear under their own names. */
export const keyOf = (node: Node, command: string): string => `${node.name}: ${command}`;

/** What the executable is compared with runs on the oldest version if it needs Node.js. */
const samplesOf = (
  samples: Samples,
  nodes: readonly Node[],
  node: Node,
  command: string,
): readonly Sample[] | undefined =>
  samples[keyOf(node, command)] ?? samples[command] ?? samples[keyOf(nodes[0]!, command)];

const isOld = ({ name }: Node): boolean => name === 'Node 20';

const ratioOf = (
  samples: Samples,
  nodes: readonly Node[],
  node: Node,
  { ours, theirs }: Aim,
): number | null => {
  const [mine, other] = [ours, theirs].map((command) => samplesOf(samples, nodes, node, command));
  return mine === undefined || other === undefined ? null : ratio(mine, other);
};

/** The executable has no targets. */
const misses = (node: Node, measured: number, { node20, newer }: Aim): boolean =>
  !node.isExecutable && Number(measured.toFixed(2)) > (isOld(node) ? node20 : newer);

const ratioRow = (samples: Samples, nodes: readonly Node[], aim: Aim): readonly string[] => {
  const measured = nodes.map((node) => ratioOf(samples, nodes, node, aim));
  const missed = nodes.filter((node, at) => measured[at] !== null && misses(node, measured[at]!, aim));
  const cells = measured.map((value, at) =>
    value === null ? '' : missed.includes(nodes[at]!) ? `**${value.toFixed(2)}**` : value.toFixed(2),
  );
  const aimed = aim.node20 === aim.newer ? String(aim.newer) : `${aim.newer}, Node 20 ${aim.node20}`;
  const reached = missed.length === 0 ? 'yes' : `not on ${missed.map(({ name }) => name).join(', ')}`;
  return [`\`${aim.ours}\``, `\`${aim.theirs}\``, ...cells, aimed, reached];
};

/** One row per aim; missed aims are bold. */
export const ratios = (samples: Samples, nodes: readonly Node[], aims: readonly Aim[]): string =>
  table(
    ['procnet', 'against', ...nodes.map(({ name }) => name), 'aim', 'reached'],
    aims.map((aim) => ratioRow(samples, nodes, aim)),
  );

const milliseconds = (samples: readonly Sample[] | undefined): string => {
  if (samples === undefined) return '';
  const wall = median(samples.map(([value]) => value));
  const cpu = median(samples.map(([, value]) => value));
  return `${wall.toFixed(0)} / ${cpu.toFixed(0)}`;
};

/** Wall and CPU time of every command; other programs are in the first column. */
export const times = (samples: Samples, nodes: readonly Node[]): string => {
  const prefix = new RegExp(`^(?:${nodes.map(({ name }) => name).join('|')}): `);
  const names = new Set(Object.keys(samples).map((key) => key.replace(prefix, '')));
  return table(
    ['milliseconds, wall / processor', ...nodes.map(({ name }) => name)],
    [...names].map((name) => [
      `\`${name}\``,
      ...nodes.map((node, at) =>
        milliseconds(samples[keyOf(node, name)] ?? (at === 0 ? samples[name] : undefined)),
      ),
    ]),
  );
};

const version = (command: string, ...words: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  const lines = `${stdout ?? ''}${stderr ?? ''}`.split('\n');
  return lines.find((line) => /\d/.test(line))?.trim() ?? `${command} is not installed`;
};

/** The machine, the programs, and the date. */
export const machine = (nodes: readonly Node[]): string =>
  [
    `- ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Linux ${release()}, load ${loadavg()[0]!.toFixed(1)} at the end`,
    `- ${nodes.map(({ path, isExecutable }) => `${isExecutable ? 'executable: ' : 'Node.js '}${version(path, '--version')}`).join(', ')}`,
    `- ${version('ss', '-V')}; ${version('netstat', '-V')}; lsof ${version('sh', '-c', 'lsof -v 2>&1 | grep revision')}; ${version('sh', '-c', 'awk -W version 2>&1 || awk --version')}`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');
