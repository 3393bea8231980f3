import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type Aim, aims, bare, copyAims, floor, type Group, peers } from './aims.ts';
import { writeCopiedTable } from './copied-table.ts';
import { gather } from './crowd.ts';
import { type Commands, isThere, measure, median, type Samples } from './measure.ts';
import { nodes as findNodes, type Node } from './nodes.ts';
import { keyOf, machine, ratios, table, times } from './report.ts';

const results = 'test/bench/RESULTS.md';
const rounds: Readonly<Record<Group, number>> = { start: 21, rows: 9, kinds: 7, owners: 5, copies: 3 };
const titles: Readonly<Record<Group, string>> = {
  start: 'Start-up, on a machine with few sockets',
  rows: '108,006 TCP sockets',
  kinds: 'Kinds of rows: copied tables of 108,000',
  owners: 'Owners of 108,006 TCP sockets',
  copies: 'A copied table of 2,000,000 rows',
};
const groups = Object.keys(rounds) as readonly Group[];

const words = process.argv.slice(2);
const isQuick = words.includes('quick');
const asked = groups.filter((group) => words.includes(group));
const odd = words.find((word) => word !== 'quick' && !groups.some((group) => group === word));
if (odd !== undefined) throw new Error(`${odd}: expected ${groups.join(', ')} or quick`);
const chosen = asked.length > 0 ? asked : isQuick ? (['start', 'rows'] as const) : groups;
const roundsOf = (group: Group): number => (isQuick ? Math.ceil(rounds[group] / 3) : rounds[group]);

/** The arguments of a command as shown in the tables. */
const split = (command: string): readonly string[] =>
  [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);

const ownCommand = (node: Node, command: string, more: readonly string[]): readonly string[] => {
  if (command === bare) return [node.path, '-e', '0'];
  if (command === floor) return [node.path, 'test/bench/floor.cjs'];
  return [node.path, ...(node.isExecutable ? [] : ['bin/procnet.js']), ...split(command), ...more];
};

/** Everything that a group's aims name, plus these: other programs once, ours with each version of Node.js. */
const commandsOf = (
  nodes: readonly Node[],
  names: readonly string[],
  more: (command: string) => readonly string[] = () => [],
): Commands => {
  const distinct = [...new Set(names)];
  const theirs = distinct.flatMap((name) => {
    const peer = peers[name];
    return peer !== undefined && isThere(peer[0]!) ? [[name, peer] as const] : [];
  });
  const ours = distinct
    .filter((name) => peers[name] === undefined)
    .flatMap((name) =>
      nodes
        .filter(({ isExecutable }) => !isExecutable || (name !== bare && name !== floor))
        .map((node) => [keyOf(node, name), ownCommand(node, name, more(name))] as const),
    );
  return Object.fromEntries([...theirs, ...ours]);
};

const namesIn = (group: keyof typeof aims): readonly string[] =>
  aims[group].flatMap(({ ours, theirs }) => [theirs, ours]);

const withDirectory = <T>(use: (directory: string) => T): T => {
  const directory = mkdtempSync(`${tmpdir()}/procnet-bench-`);
  try {
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const kinds = (nodes: readonly Node[]): Samples =>
  withDirectory((directory) => {
    for (const name of ['tcp', 'tcp6', 'udp', 'unix'] as const) writeCopiedTable(directory, 108_000, name);
    const commands = commandsOf(nodes, namesIn('kinds'), () => ['--plain', '--proc', directory]);
    return measure([], commands, roundsOf('kinds'));
  });

const marked = (text: string, misses: boolean): string => (misses ? `**${text}**` : text);

const formats = ['plain', 'csv', 'json', 'ndjson'] as const;
const copiedRows = 2_000_000;

const copies = (nodes: readonly Node[]): string =>
  withDirectory((directory) => {
    writeCopiedTable(directory, copiedRows);
    const names = [bare, ...formats.map((format) => `conns -t -4 -f ${format}`)];
    const samples = measure(
      [],
      commandsOf(nodes, names, () => ['--proc', directory]),
      roundsOf('copies'),
    );
    const of = (node: Node, name: string, part: 0 | 2): number =>
      median(samples[keyOf(node, name)]!.map((sample) => sample[part]));
    const rows = nodes.flatMap((node) =>
      formats.map((format) => {
        const name = `conns -t -4 -f ${format}`;
        const seconds = (of(node, name, 0) - of(node, bare, 0)) / 1000;
        const memory = of(node, name, 2) - of(node, bare, 2);
        const rate = copiedRows / seconds / 1e6;
        const least = node.name === 'Node 20' ? copyAims.node20 : copyAims.newer;
        const aimed = format === 'plain';
        return [
          node.name,
          format,
          marked(rate.toFixed(2), aimed && rate < least),
          marked(memory.toFixed(0), aimed && memory > copyAims.memory),
        ];
      }),
    );
    const header = ['', 'format', 'million rows a second', 'MiB above bare Node.js, at most'];
    const aim = `Aims for plain: ${copyAims.newer} million rows a second, Node 20 ${copyAims.node20}; ${copyAims.memory} MiB.`;
    return `${table(header, rows)}\n\n${aim}`;
  });

const inCrowd = async (use: (enter: readonly string[]) => void): Promise<void> => {
  const crowd = await gather(6, 9_000);
  try {
    use(crowd.enter);
  } finally {
    crowd.leave();
  }
};

/** Against other programs; for start-up, one command against Node.js itself. */
const isForReaders = ({ ours, theirs }: Aim): boolean =>
  peers[theirs] !== undefined || (theirs === bare && ours === 'sockstat --plain');

/** The README shows the ratios between its markers, without targets and results. */
const quoteInReadme = (quoted: readonly string[]): void => {
  const lines = quoted.flatMap((text, at) => text.split('\n').slice(at === 0 ? 0 : 2));
  const bold = /\*\*/g;
  const shown = lines.map((line) => line.replace(/[^|]*\|[^|]*\|$/, '').replace(bold, '')).join('\n');
  const readme = readFileSync('README.md', 'utf8');
  const between = /<!-- bench -->.*<!-- \/bench -->/s;
  writeFileSync(
    'README.md',
    readme.replace(between, () => `<!-- bench -->\n${shown}\n<!-- /bench -->`),
  );
};

for (const program of ['python3', 'ip', 'nsenter'])
  if (!isThere(program)) throw new Error(`${program} is not installed`);

const nodes = findNodes(isQuick);
const sections = new Map<Group, string>();
const quotable = new Map<Group, string>();
const add = (group: keyof typeof aims, samples: Samples): void => {
  const compared = ratios(samples, nodes, aims[group]);
  quotable.set(group, ratios(samples, nodes, aims[group].filter(isForReaders)));
  sections.set(group, `${compared}\n\n${times(samples, nodes)}`);
};

if (chosen.includes('start'))
  add('start', measure([], commandsOf(nodes, namesIn('start')), roundsOf('start')));
if (chosen.includes('kinds')) add('kinds', kinds(nodes));
if (chosen.includes('rows') || chosen.includes('owners'))
  await inCrowd((enter) => {
    const listing = ['cat tcp tcp6', bare, ...namesIn('rows')];
    if (chosen.includes('rows')) add('rows', measure(enter, commandsOf(nodes, listing), roundsOf('rows')));
    if (chosen.includes('owners'))
      add('owners', measure(enter, commandsOf(nodes, namesIn('owners')), roundsOf('owners')));
  });
if (chosen.includes('copies'))
  sections.set('copies', copies(nodes.filter(({ isExecutable }) => !isExecutable)));

const text = `# Measured speed

Written by \`npm run bench\`. Each table's commands ran in turn, with their output discarded. Ratios are medians of the ratios
within each round; bold ones miss the target.

${machine(nodes)}

${chosen.map((group) => `## ${titles[group]}\n\n${sections.get(group)}`).join('\n\n')}
`;
process.stdout.write(text);
if (chosen.length === groups.length && !isQuick) {
  writeFileSync(results, text);
  quoteInReadme((['rows', 'owners', 'start'] as const).map((group) => quotable.get(group)!));
}
