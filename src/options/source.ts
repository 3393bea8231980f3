import type { Options } from '../core/option.ts';
import type { Draft } from '../core/request.ts';
import { wholeNumber } from './numbers.ts';

const largestPid = 4_194_304;

/** Where kernel text is read from. */
export const sourceOptions = {
  from: {
    value: 'FILE',
    help: 'A snapshot instead of this machine, or what `tail -n +1 FILES` printed; - reads stdin.',
    group: 'Source',
    completes: () => ({ from: 'files' }),
    set: ({ source }, [word]) => {
      source.from = word!;
    },
  },
  proc: {
    value: 'DIR',
    help: 'Another procfs mount, a tree copied from one, or one table in a file or on stdin (-).',
    group: 'Source',
    completes: () => ({ from: 'directories' }),
    library: 'text',
    set: ({ source }, [word]) => {
      source.proc = word!;
    },
  },
  pid: {
    value: 'N',
    help: 'The network namespace of this process.',
    group: 'Source',
    completes: () => ({ from: 'processes' }),
    library: 'number',
    set: ({ source }, [word], name) => {
      source.pid = wholeNumber(word!, name, 1, largestPid);
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
