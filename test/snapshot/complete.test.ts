import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run } from '../../src/cli/main.ts';
import { loadReports } from '../../src/reports/registry.ts';
import {
  linkFiles,
  machineFiles,
  netDirectories,
  netFiles,
  processFiles,
  settings,
} from '../../src/snapshot/net-files.ts';
import { type FileSystem, nodeFileSystem } from '../../src/source/filesystem.ts';
import { quietHost } from '../support/quiet-host.ts';

/** Records which files are opened and which links are read. */
const watched = (seen: Set<string>): FileSystem => ({
  ...nodeFileSystem,
  open(path) {
    seen.add(path);
    return nodeFileSystem.open(path);
  },
  readlink(path) {
    seen.add(path);
    return nodeFileSystem.readlink(path);
  },
});

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

const isCollected = (path: string): boolean => {
  const [, net] = /^\/proc\/(?:(?:self|\d+)\/)?net\/(.+)$/.exec(path) ?? [];
  if (net !== undefined) return isOneOf(netFiles, net) || isOneOf(netDirectories, net.split('/')[0]!);
  const [, setting] = /^\/proc\/sys\/(.+)$/.exec(path) ?? [];
  if (setting !== undefined) return isOneOf(settings, setting);
  const [, ofLink] = /^\/sys\/class\/net\/[^/]+\/(.+)$/.exec(path) ?? [];
  if (ofLink !== undefined) return isOneOf(linkFiles, ofLink);
  const [, ofProcess] = /^\/proc\/\d+\/(.+)$/.exec(path) ?? [];
  if (ofProcess !== undefined)
    return (
      isOneOf([...processFiles, 'cmdline', 'exe', 'ns/net', 'mountinfo'], ofProcess) ||
      /^(?:task\/\d+\/)?fd\/\d+$/.test(ofProcess)
    );
  return isOneOf(machineFiles, path.slice('/proc/'.length));
};

/** What the document contains, and what belongs to the reading machine. */
const isElsewhere = (path: string): boolean =>
  /^\/proc\/self\/(?:auxv|ns\/net|mountinfo)$|^\/etc\//.test(path);

const everything: Readonly<Record<string, readonly (readonly string[])[]>> = {
  conns: [
    ['-A', 'all', '--process', 'nobody*'],
    ['-p', '-A', 'all'],
  ],
  routes: [['--all'], ['get', '127.0.0.1'], ['get', '::1']],
  snmp: [['-z'], ['-z', '--interface', 'lo']],
};

test('a snapshot contains every file that a report reads', {
  skip: process.platform !== 'linux',
}, async () => {
  const seen = new Set<string>();
  for (const { name } of await loadReports())
    for (const argv of everything[name] ?? [[]])
      await run(
        [name, '--columns', 'all', '--json', ...argv],
        quietHost({ files: watched(seen), write: () => {}, warn: () => {} }),
      );
  assert.ok(seen.size > 30);
  assert.deepEqual(
    [...seen].filter((path) => !isCollected(path) && !isElsewhere(path)),
    [],
  );
});
