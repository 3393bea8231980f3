import type { Options } from '../../core/option.ts';
import type { Draft } from '../../core/request.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { sourceOptions } from '../source.ts';

/** What `snapshot`'s options set. */
export type SnapshotDraft = Pick<Draft, 'source'> & {
  /** A file, or `-` for stdout; null if not given. */
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
    help: 'Write to FILE, atomically; - writes to stdout.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.output = word!;
    },
  },
  allNetns: {
    help: 'Include the tables of every network namespace.',
    group: 'Source',
    set: (draft) => {
      draft.allNamespaces = true;
    },
  },
  noProcesses: {
    help: 'Omit processes; sockets then have no owners.',
    group: 'Rows',
    set: (draft) => {
      draft.processes = false;
    },
  },
  redact: {
    help: 'Replace addresses and names consistently, keeping their structure.',
    group: 'Output',
    set: (draft) => {
      draft.redact = true;
    },
  },
  map: {
    value: 'FILE',
    help: 'With --redact: save the key and the mapping of names in FILE, or reuse the key in it.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.map = word!;
    },
  },
  from: {
    ...sourceOptions.from,
    help: 'Read a snapshot instead of this machine, e.g. to redact it; - reads stdin.',
  },
  proc: { ...sourceOptions.proc, help: 'Another procfs mount or a copy of one.', value: 'DIR' },
  netns: sourceOptions.netns,
  help: { ...outputOptions.help, set: () => {} },
} as const satisfies Options<SnapshotDraft>;

export const snapshotPage: CommandPage<SnapshotDraft> = {
  name: 'snapshot',
  synopsis: '',
  summary: 'Save the network state to a file',
  description: [
    'Writes everything the reports read to a gzipped tar file: the files in /proc/net, settings below /proc/sys/net, flags, carrier and index of the interfaces in /sys/class/net, and of each process its comm, cgroup, stat and status, its first argument, the base name of its executable, its network namespace and its sockets. Further arguments, environments and other open files are left out. The first member, `procnet-snapshot.json`, lists files that were empty, absent or denied.',
    'Every report can read a snapshot with `--from FILE`, on any system; `procnet diff` compares two. Unpacked, it is a tree for `--proc` and for other tools that can read another /proc.',
    '--redact replaces IP and hardware addresses, interface, process, container and host names, and paths. Addresses keep their type (private, loopback, link-local, multicast), and addresses in the same network stay in the same network; ports, states and counters are unchanged. The key is discarded, so the replacement is irreversible, unless --map saves it. Keep that file private.',
    'Without --output, the snapshot is written to stdout or, if that is a terminal, to a file named after the host and the time.',
  ],
  examples: [
    ['procnet snapshot -o before.tgz', 'the current state'],
    ['sudo procnet snapshot --all-netns -o host.tgz', 'every container, with all owners'],
    ['procnet snapshot --redact -o for-support.tgz', 'a snapshot safe to share'],
    ['procnet conns -tlp --from before.tgz', 'what was listening then'],
    ["ssh host procnet snapshot | procnet conns --from - 'state established'", 'another machine'],
  ],
  options,
  words: 'nothing',
};
