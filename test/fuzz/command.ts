import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { command } from '../support/command.ts';
import { runInProcess } from '../support/in-process.ts';
import type { Findings } from './judge.ts';
import type { Random } from './random.ts';
import { readTable, type TableCase, tableCase } from './tables.ts';

export type CommandCase = TableCase & { readonly words: readonly string[]; readonly isProcess: boolean };

const formats = ['--json', '--ndjson', '--csv', '--plain', '--format=table'];

export const commandCase = (random: Random): CommandCase => {
  const given = tableCase(random);
  const format = random.pick(formats);
  const columns = random.chance(2) ? ['--columns', 'all'] : [];
  const strict = random.chance(10) ? ['--strict'] : [];
  return {
    ...given,
    words: [...given.table.words, format, ...columns, ...strict],
    isProcess: random.chance(20),
  };
};

/** C0 except line feed, DEL, C1, and characters that change text direction or end a line. */
const forbidden = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

const directory = mkdtempSync(join(tmpdir(), 'procnet-fuzz-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

const besides = ['tcp', 'tcp6', 'udp', 'udp6', 'snmp', 'netstat', 'sockstat', 'softnet_stat'];

const layOut = ({ table, text }: TableCase): string => {
  rmSync(join(directory, 'net'), { recursive: true, force: true });
  const path = join(directory, 'net', table.file);
  mkdirSync(dirname(path), { recursive: true });
  for (const name of besides) writeFileSync(join(directory, 'net', name), '');
  writeFileSync(path, text, 'latin1');
  return directory;
};

const isOf = (words: readonly string[], format: string): boolean => words.includes(format);

/** JSON has as many rows as the scan returned. */
const rowFindings = (given: CommandCase, stdout: string, code: number): Findings => {
  if (!isOf(given.words, '--json') && !isOf(given.words, '--ndjson')) return [];
  const rows: unknown[] = isOf(given.words, '--json')
    ? code === 3 && stdout === ''
      ? []
      : JSON.parse(stdout)
    : stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line));
  const { rows: scanned, thrown } = readTable(given);
  return thrown !== null || rows.length === scanned.length
    ? []
    : [`prints ${rows.length} rows, but the scan gives ${scanned.length}`];
};

const asProcess = (
  argv: readonly string[],
  { code, stdout, stderr }: { code: number; stdout: string; stderr: string },
): Findings => {
  const found = spawnSync(command[0], [command[1], ...argv], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (found.signal !== null) return [`the command was killed by ${found.signal}`];
  if (found.status !== code)
    return [`the command exits with ${found.status}, in process with ${code}: ${found.stderr}`];
  if (found.stdout !== stdout) return ['the command prints other text than in process'];
  return found.stderr === stderr
    ? []
    : [`the command warns ${JSON.stringify(found.stderr)}, in process ${JSON.stringify(stderr)}`];
};

/** What is wrong with the command's output for a file. */
export const runCommand = async (given: CommandCase): Promise<Findings> => {
  const argv = [...given.words, '--proc', layOut(given), '--endian', given.endian];
  const answer = await runInProcess(argv);
  const wrong: string[] = [];
  for (const stream of ['stdout', 'stderr'] as const) {
    const found = forbidden.exec(answer[stream]);
    if (found !== null) wrong.push(`${JSON.stringify(found[0])} on ${stream} at ${found.index}`);
  }
  if (![0, 3, 4].includes(answer.code)) wrong.push(`exit code ${answer.code}: ${answer.stderr}`);
  wrong.push(...rowFindings(given, answer.stdout, answer.code));
  return given.isProcess ? [...wrong, ...asProcess(argv, answer)] : wrong;
};
