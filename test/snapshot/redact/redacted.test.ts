import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Kind } from '../../../src/core/column.ts';
import { loadReports } from '../../../src/reports/registry.ts';
import { Redacted } from '../../../src/snapshot/redact/redacted.ts';
import { Redaction } from '../../../src/snapshot/redact/redaction.ts';
import { Secret } from '../../../src/snapshot/redact/secret.ts';
import { archiveOf } from '../../../src/snapshot/write/archive.ts';
import { nodeFileSystem } from '../../../src/source/filesystem.ts';
import { parseExactly } from '../../support/exact-json.ts';
import { runInProcess } from '../../support/in-process.ts';
import { type Machine, machines } from '../../support/machines.ts';
import { collectionOf, facts } from '../machines.ts';

type Row = Readonly<Record<string, unknown>>;
const reports = await loadReports();
const secret = new Secret('3c'.repeat(32));

const redactedArchive = async (machine: Machine, key = secret): Promise<Buffer> => {
  const collection = collectionOf(nodeFileSystem, {
    root: machine.proc,
    net: `${machine.proc}/net`,
    facts: { ...facts, endian: machine.endian },
  });
  return Buffer.concat(await archiveOf(new Redacted(collection, new Redaction(key, machine.endian))));
};

const unpacked = async (bytes: Buffer, use: (directory: string) => Promise<void>): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
  try {
    mkdirSync(join(directory, 'x'));
    const { status } = spawnSync('tar', ['xzf', '-', '-C', join(directory, 'x')], { input: bytes });
    assert.equal(status, 0);
    await use(join(directory, 'x/proc'));
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const widest: Readonly<Record<string, readonly string[]>> = {
  conns: ['-A', 'all'],
  routes: ['--all'],
  snmp: ['-z'],
};

const rowsOf = async (name: string, proc: string, endian: string): Promise<readonly Row[]> => {
  const argv = [
    name,
    '--proc',
    proc,
    '--endian',
    endian,
    '--json',
    '--columns',
    'all',
    ...(widest[name] ?? []),
  ];
  const { stdout } = await runInProcess(argv);
  return stdout === '' ? [] : (parseExactly(stdout) as Row[]);
};

/** Kinds of value that a redaction replaces. */
const replaced: readonly Kind[] = ['address', 'mac', 'interface'];
const replacedText = new Set(['path', 'secctx', 'destination']);

/** Damaged on purpose: lines that cannot be parsed are replaced as a whole, and may be counted differently. */
const isFit = ({ name }: Machine): boolean => !/torn|hostile|counters|conntrack/.test(name);

/** Values correspond one to one, over all reports and files. */
class OneToOne {
  readonly #there = new Map<string, string>();
  readonly #back = new Map<string, string>();

  check(before: unknown, after: unknown, where: string): void {
    const [from, to] = [String(before), String(after)];
    assert.equal(this.#there.get(from) ?? to, to, `${where}: ${from}`);
    assert.equal(this.#back.get(to) ?? from, from, `${where}: ${to} stands for two`);
    this.#there.set(from, to);
    this.#back.set(to, from);
  }
}

for (const machine of machines.filter(isFit))
  test(`${machine.name}: every report is the same except for names and addresses`, async () => {
    await unpacked(await redactedArchive(machine), async (proc) => {
      const names = new OneToOne();
      for (const report of reports) {
        const before = await rowsOf(report.name, machine.proc, machine.endian);
        const after = await rowsOf(report.name, proc, machine.endian);
        assert.equal(after.length, before.length, report.name);
        for (const [at, row] of before.entries())
          for (const { name, kind } of report.columns) {
            const where = `${report.name} ${at} ${name}`;
            const isReplaced = replaced.includes(kind) || replacedText.has(name);
            if (isReplaced) names.check(row[name], after[at]![name], where);
            else assert.deepEqual(after[at]![name], row[name], where);
          }
      }
    });
  });

const isKept = (address: string): boolean =>
  /^(?:0\.|127\.|224\.0\.[01]\.|239\.255\.255\.250|255\.255\.255\.255)/.test(address) ||
  /^(?:::|::1|ff0[0-9a-f].*)$/.test(address);

/** Every notation of an address. */
const formsOf = (address: string): readonly string[] => {
  if (!address.includes(':')) {
    const bytes = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
    const [straight, swapped] = [bytes.join(''), bytes.toReversed().join('')];
    return [address, straight, swapped, straight.toUpperCase(), swapped.toUpperCase(), bytes.join(':')];
  }
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [head, tail].map((part) => part.split(':').filter(Boolean));
  const missing = Array<string>(address.includes('::') ? 8 - before!.length - after!.length : 0).fill('0');
  const groups = [...before!, ...missing, ...after!].map((group) => group.padStart(4, '0'));
  const straight = groups.join('');
  const swapped = straight.replace(/(..)(..)(..)(..)/g, '$4$3$2$1');
  return [address, groups.join(':'), straight, swapped, straight.toUpperCase(), swapped.toUpperCase()];
};

const python = `
import ipaddress, json, sys
print(json.dumps([[str(ipaddress.ip_address(a)), ipaddress.ip_address(a).exploded] for a in json.load(sys.stdin)]))
`;

for (const machine of machines)
  test(`${machine.name}: no address, name, path or hardware address is left in any byte`, async () => {
    const bytes = gunzipSync(await redactedArchive(machine)).toString('latin1');
    const found = new Set<string>();
    const others = new Set<string>();
    for (const report of reports)
      for (const row of await rowsOf(report.name, machine.proc, machine.endian))
        for (const { name, kind } of report.columns) {
          const value = row[name];
          if (typeof value !== 'string' || value === '') continue;
          if (kind === 'address' || name === 'destination')
            found.add(value.replace(/\/\d+$/, '').replace(/^::ffff:(?=.*\.)/, ''));
          else if (kind === 'mac' || kind === 'interface' || name === 'path') others.add(value);
        }
    const addresses = [...found].filter((address) => !isKept(address));
    const { stdout, status } = spawnSync('python3', ['-c', python], {
      input: JSON.stringify(addresses),
      encoding: 'utf8',
    });
    const spelled = status === 0 ? (JSON.parse(stdout) as string[][]) : [];
    for (const [at, address] of addresses.entries())
      for (const form of [...formsOf(address), ...(spelled[at] ?? [])]) {
        // Short networks may be unchanged: the ten bits of `10.64.0.0` reveal nothing.
        if (/^(?:10\.0\.0\.0|10\.64\.0\.0|fe80::)$/.test(address)) continue;
        assert.equal(isWord(bytes, form), false, `${address} as ${form}`);
      }
    for (const name of others) {
      if (name === 'lo' || name === '*' || /^(?:00:|ff:)+(?:00|ff)$/.test(name)) continue;
      for (const word of name
        .split('/')
        .filter((part) => part.length > 3 && !/^(?:run|tmp|var|systemd|@+)$/.test(part)))
        assert.equal(bytes.includes(word), false, `${name}: ${word}`);
    }
  });

/** Not as part of a longer number or name. */
const isWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/[\da-zA-Z.:]/.test(text[at - 1] ?? '') && !/[\da-zA-Z.]/.test(text[at + word.length] ?? ''))
      return true;
  return false;
};

test('two snapshots redacted with one key can be compared, with two keys they cannot', async () => {
  const machine = machines.find(({ name }) => name === 'router')!;
  const [once, again] = [await redactedArchive(machine), await redactedArchive(machine)];
  assert.ok(once.equals(again));
  assert.ok(!once.equals(await redactedArchive(machine, new Secret('77'.repeat(32)))));
});
