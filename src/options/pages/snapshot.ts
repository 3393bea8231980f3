import type { Options } from '../../core/option.ts';
import type { Draft } from '../../core/request.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { sourceOptions } from '../source.ts';

/** What the options of `snapshot` set. */
export type SnapshotDraft = Pick<Draft, 'source'> & {
  /** A file, or `-` for stdout; null where none was named. */
  output: string | null;
  allNamespaces: boolean;
  processes: boolean;
  redact: boolean;
  map: string | null;
};

export const snapshotDraft = (): SnapshotDraft => ({
  source: {},
  output: null,
  allNamespaces: false,
  processes: true,
  redact: false,
  map: null,
});

const options = {
  output: {
    short: 'o',
    value: 'FILE',
    help: 'Write to FILE, whole or not at all; - writes to stdout.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.output = word!;
    },
  },
  allNetns: {
    help: 'The tables of every network namespace.',
    group: 'Source',
    set: (draft) => {
      draft.allNamespaces = true;
    },
  },
  noProcesses: {
    help: 'Leave out processes: sockets have no owners then.',
    group: 'Rows',
    set: (draft) => {
      draft.processes = false;
    },
  },
  redact: {
    help: 'Replace addresses and names by others that keep their meaning.',
    group: 'Output',
    set: (draft) => {
      draft.redact = true;
    },
  },
  map: {
    value: 'FILE',
    help: 'With --redact: keep the key and what each name stands for in FILE, or use the key that is there.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.map = word!;
    },
  },
  from: {
    ...sourceOptions.from,
    help: 'A snapshot instead of this machine, as to redact it; - reads stdin.',
  },
  proc: { ...sourceOptions.proc, help: 'Another procfs mount, or a tree copied from one.', value: 'DIR' },
  netns: sourceOptions.netns,
  help: { ...outputOptions.help, set: () => {} },
} as const satisfies Options<SnapshotDraft>;

export const snapshotPage: CommandPage<SnapshotDraft> = {
  name: 'snapshot',
  synopsis: '',
  summary: 'Keep the state of the network in a file',
  description: [
    'Everything that the reports read is written to a gzip tar: the files of /proc/net, settings below /proc/sys/net, and of each process its name, its cgroup and which sockets it holds. No arguments, no environment and no other open files are read. The first member, `procnet-snapshot.json`, says which files were empty, absent or denied.',
    '`--from FILE` makes every report answer from a snapshot, on any system; `procnet diff` compares two. Unpacked, it is a tree for `--proc` and for other tools that can read another /proc.',
    '--redact replaces IP and hardware addresses, interface, process, container and host names, and paths. Private, loopback, link-local and multicast addresses stay what they are; addresses in one network stay in one network; ports, states and counters are untouched. The key is thrown away, so that nothing can be turned back, unless --map keeps it. Keep that file private.',
    'Without --output the snapshot goes to stdout, or, if that is a terminal, to a file named after the host and the time.',
  ],
  examples: [
    ['procnet snapshot -o before.tgz', 'the state now'],
    ['sudo procnet snapshot --all-netns -o host.tgz', 'every container, with all owners'],
    ['procnet snapshot --redact -o for-support.tgz', 'a snapshot that others may see'],
    ['procnet conns -tlp --from before.tgz', 'what listened then'],
    ["ssh host procnet snapshot | procnet conns --from - 'state established'", 'another machine'],
  ],
  options,
  words: 'nothing',
};
