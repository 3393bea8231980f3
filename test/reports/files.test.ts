import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/core/report.ts';
import { applyOptions } from '../../src/options/apply.ts';
import { completeDraft, draftOf } from '../../src/options/draft.ts';
import { allOptionsOf } from '../../src/options/index.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { ask } from '../../src/request/ask.ts';
import { loadGiven } from '../../src/request/given.ts';
import { type FileSystem, nodeFileSystem } from '../../src/source/filesystem.ts';
import { machines } from '../support/machines.ts';

/** Options that make a report read other files. */
const variants: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  conns: { listening: [] },
  conntrack: { summary: [] },
  snmp: { interface: ['lo'] },
};

/** Everything a report may read: all columns, and all of its tables. */
const everything = (report: Report, proc: string, more: Readonly<Record<string, readonly string[]>>) => {
  const draft = draftOf(report);
  draft.source.proc = proc;
  draft.columns = ['all'];
  const all = new Map<string, readonly string[]>([
    ['all', []],
    ['protocols', ['all']],
    ...Object.entries(more),
  ]);
  applyOptions(
    draft,
    allOptionsOf(report),
    new Map([...all].filter(([key]) => Object.hasOwn(report.options, key))),
  );
  return completeDraft(draft, 'json');
};

/** A path as in the manual: below `/proc/net`, or with a slash; process IDs are `PID`, interfaces `INTERFACE`. */
const documented = (path: string, proc: string): string =>
  path
    .replace(`${resolve(proc)}/`, '/proc/')
    .replace(`${proc}/`, '/proc/')
    .replace(/^\/proc\/(?:net|1\/net|self\/net)\//, '')
    .replace(/^\/proc\/\d+\//, '/proc/PID/')
    .replace(/^\/sys\/class\/net\/[^/]+\//, '/sys/class/net/INTERFACE/')
    .replace(/^\/proc\/PID\/task\/\d+\/fd(?:\/.*)?$/, '/proc/PID/task/TID/fd')
    .replace(/^\/proc\/PID\/fd\/.*/, '/proc/PID/fd');

const filesRead = async (report: Report, proc: string): Promise<ReadonlySet<string>> => {
  const paths = new Set<string>();
  const files: FileSystem = {
    ...nodeFileSystem,
    // As in our own namespace, whether or not this machine has sockets now.
    localAddresses: () => [],
    open(path) {
      paths.add(documented(path, proc));
      return nodeFileSystem.open(path);
    },
    // What a copy lacks is looked up, and not opened.
    stat(path) {
      if (/net\/|sys\//.test(path) && !path.startsWith('/proc/')) paths.add(documented(path, proc));
      return nodeFileSystem.stat(path);
    },
    readlink(path) {
      // Parent directories are checked too, in case they are links.
      if (/\/fd\//.test(path)) paths.add(documented(path, proc));
      return nodeFileSystem.readlink(path);
    },
  };
  for (const more of [{}, variants[report.name] ?? {}])
    try {
      const request = everything(report, proc, more);
      const answer = ask(request, await loadGiven(request, files));
      answer.read((row) => {
        for (const column of answer.columns) column.read(row);
      });
    } catch {
      // A machine without the report's files has already shown what it looks up.
    }
  return paths;
};

/** A directory is listed if its files are read. */
const covers = (file: string, path: string): boolean =>
  file === path || (file.endsWith('/*') && `${path}/`.startsWith(file.slice(0, -1)));

/** Files of our own process and of the machine: procnet(1) lists those that every report may read. */
const everywhere: readonly RegExp[] = [
  /^\/proc\/(net|self\/net|self\/auxv)$/,
  /^\/etc\/(passwd|services|hosts)$/,
  /^\/proc\/PID\/(comm|stat|exe|cmdline|status)$/,
];

/** Files of other network namespaces and of processes without a main thread, which do not exist by default. */
const ofOthers = /^\/proc\/PID\/(?:net\/|cgroup$|task\/)/;

for (const report of await loadReports())
  test(`${report.name} documents exactly the files that it reads`, async () => {
    const roots = ['/proc', ...machines.map(({ proc }) => proc)];
    const read = new Set(
      (await Promise.all(roots.map((proc) => filesRead(report, proc)))).flatMap((paths) => [...paths]),
    );
    const unknown = [...read].filter(
      (path) =>
        !report.files.some((file) => covers(file, path)) && !everywhere.some((pattern) => pattern.test(path)),
    );
    assert.deepEqual(unknown, [], 'files read but not documented');
    assert.deepEqual(
      report.files.filter((file) => !ofOthers.test(file) && ![...read].some((path) => covers(file, path))),
      [],
      'files that are documented and never read',
    );
  });
