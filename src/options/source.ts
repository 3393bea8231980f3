import { UsageError } from '../core/errors.ts';
import type { Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Draft } from '../core/request.ts';

const readsAll = ({ readsNamespaces }: Report): string | null =>
  readsNamespaces ? 'reads every network namespace' : null;

/** Where kernel files are read from. */
export const sourceOptions = {
  from: {
    value: 'FILE',
    help: 'Read a snapshot or `tail -n +1 FILES` output instead of this machine; - reads stdin.',
    group: 'Source',
    completes: () => ({ from: 'files' }),
    set: ({ source }, [word]) => {
      source.from = word!;
    },
  },
  proc: {
    value: 'DIR',
    help: 'Another procfs mount, a copy of one, or a single table in a file or on stdin (-).',
    libraryHelp: 'Another procfs mount, or a copy of one; `openSnapshot` opens a single table.',
    group: 'Source',
    completes: () => ({ from: 'directories' }),
    library: 'text',
    set: ({ source }, [word]) => {
      source.proc = word!;
    },
  },
  netns: {
    value: 'X',
    help: 'Another network namespace: a pid, a container (at least 4 characters of its id), pod/NAME, a unit, or an ip netns name.',
    group: 'Source',
    lacking: readsAll,
    completes: () => ({ from: 'processes' }),
    library: 'word',
    set: ({ source }, [word], name) => {
      if (word === '') throw new UsageError(`${name} requires a namespace`, name);
      source.netns = word!;
    },
  },
  allNetns: {
    help: 'Every network namespace on the machine, with the columns netns and container.',
    group: 'Source',
    lacking: readsAll,
    library: 'flag',
    set: ({ source }) => {
      source.allNetns = true;
    },
  },
  endian: {
    value: 'ORDER',
    choices: ['little', 'big'],
    help: 'Byte order of a copied tree: little or big.',
    group: 'Source',
    library: 'text',
    set: ({ source }, [word]) => {
      source.endian = word as 'little' | 'big';
    },
  },
} as const satisfies Options<Pick<Draft, 'source'>>;

const { allNetns: _, ...one } = sourceOptions;

/** The same, for commands that read a single namespace. */
export const placeOptions: typeof one = one;
