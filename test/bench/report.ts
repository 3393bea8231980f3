import { spawnSync } from 'node:child_process';
import { cpus, loadavg, release } from 'node:os';
import type { Aim } from './aims.ts';
import { median, ratio, type Sample, type Samples } from './measure.ts';
import type { Node } from './nodes.ts';

export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** What one version of Node.js is called in samples; other programs are there under their own names. */
export const keyOf = (node: Node, command: string): string => `${node.name}: ${command}`;

const samplesOf = (samples: Samples, node: Node, command: string): readonly Sample[] | undefined =>
  samples[keyOf(node, command)] ?? samples[command];

const isOld = ({ name }: Node): boolean => name === 'Node 20';

const ratioCell = (samples: Samples, node: Node, { ours, theirs, node20, newer }: Aim): string => {
  const [mine, other] = [samplesOf(samples, node, ours), samplesOf(samples, node, theirs)];
  if (mine === undefined || other === undefined) return '';
  const measured = ratio(mine, other);
  return measured <= (isOld(node) ? node20 : newer) ? measured.toFixed(2) : `**${measured.toFixed(2)}**`;
};

/** One row an aim; what misses it is bold. */
export const ratios = (samples: Samples, nodes: readonly Node[], aims: readonly Aim[]): string =>
  table(
    ['procnet', 'against', ...nodes.map(({ name }) => name), 'aim'],
    aims.map((aim) => [
      `\`${aim.ours}\``,
      `\`${aim.theirs}\``,
      ...nodes.map((node) => ratioCell(samples, node, aim)),
      aim.node20 === aim.newer ? String(aim.newer) : `${aim.newer}, Node 20 ${aim.node20}`,
    ]),
  );

const milliseconds = (samples: readonly Sample[] | undefined): string => {
  if (samples === undefined) return '';
  const wall = median(samples.map(([value]) => value));
  const cpu = median(samples.map(([, value]) => value));
  return `${wall.toFixed(0)} / ${cpu.toFixed(0)}`;
};

/** Wall and processor time of every command. */
export const times = (samples: Samples, nodes: readonly Node[]): string => {
  const names = Object.keys(samples).map((key) => key.replace(/^Node \d+: /, ''));
  return table(
    ['milliseconds, wall / processor', ...nodes.map(({ name }) => name)],
    [...new Set(names)].map((name) =>
      samples[name] === undefined
        ? [`\`${name}\``, ...nodes.map((node) => milliseconds(samples[keyOf(node, name)]))]
        : [`\`${name}\``, milliseconds(samples[name]), ...nodes.slice(1).map(() => '')],
    ),
  );
};

const version = (command: string, ...words: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  const lines = `${stdout ?? ''}${stderr ?? ''}`.split('\n');
  return lines.find((line) => /\d/.test(line))?.trim() ?? `${command} is not installed`;
};

/** What was measured on, with what, and when. */
export const machine = (nodes: readonly Node[]): string =>
  [
    `- ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Linux ${release()}, load ${loadavg()[0]!.toFixed(1)} at the end`,
    `- Node.js ${nodes.map(({ path }) => version(path, '--version')).join(', ')}`,
    `- ${version('ss', '-V')}; ${version('netstat', '-V')}; lsof ${version('sh', '-c', 'lsof -v 2>&1 | grep revision')}; ${version('sh', '-c', 'awk -W version 2>&1 || awk --version')}`,
    `- ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n');
