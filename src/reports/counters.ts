import type { BoundColumn, Columns } from '../core/column.ts';
import { isPattern } from '../core/glob.ts';
import type { Options } from '../core/option.ts';
import type { Preparation, Report, ReportDraft, Words } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { counterKeys, counterNote, counterWords } from '../glossary/counters/index.ts';
import { allOption } from './families.ts';
import { NamePatterns } from './name-patterns.ts';

/** The counters to show, in reports whose rows are counters with a name, a key and a value. */
export type CounterSwitches = { patterns: readonly string[]; zeros: boolean };

export const counterOptions = {
  all: allOption,
  zeros: {
    short: 'z',
    help: 'Also show counters that are zero in text output.',
    group: 'Rows',
    set: ({ switches }) => {
      switches.zeros = true;
    },
  },
} as const satisfies Options<ReportDraft<CounterSwitches>>;

/** Globs over name and key; `isOwn` selects the report's keys for completion. */
export const patternWords = (isOwn: (key: string) => boolean): Words<CounterSwitches> => ({
  synopsis: '[PATTERN ...]',
  completes: () => ({ from: 'words', words: counterWords(counterKeys().filter(isOwn)) }),
  take({ switches }, words) {
    switches.patterns = words;
  },
});

/** Whether zero or unchanged counters were requested. */
export const listsAllCounters = ({ zeros, patterns }: CounterSwitches): boolean =>
  zeros || patterns.some((pattern) => !isPattern(pattern));

const readerOf = ({ columns }: Report, name: string): BoundColumn['read'] =>
  columns.find((column) => column.name === name)!.read;

/** When counters are compared, unchanged ones are hidden, not zero ones. */
const hidesZeros = ({ output, repeat }: Request, { zeros }: CounterSwitches): boolean =>
  output.isText && !output.quiet && !zeros && repeat.interval === null && repeat.since === null;

/** Keeps the requested counters and, in text formats, only those that are not zero. */
export const prepareCounters = (request: Request, switches: CounterSwitches): Preparation => {
  const patterns = new NamePatterns(switches.patterns);
  const exact = switches.patterns.filter((pattern) => !isPattern(pattern)).map((name) => name.toLowerCase());
  const hides = hidesZeros(request, switches);
  const [name, key, value] = ['name', 'key', 'value'].map((column) => readerOf(request.report, column));
  let hidden = 0;
  return {
    test(view) {
      const names = [String(name!(view)), String(key!(view))];
      if (!patterns.fits(names)) return false;
      if (!hides || value!(view) !== 0n || names.some((word) => exact.includes(word.toLowerCase())))
        return true;
      hidden++;
      return false;
    },
    remarks: () => [
      ...(hidden === 0
        ? []
        : [
            {
              kind: 'hint',
              text: `${hidden} zero counter${hidden === 1 ? '' : 's'} hidden (use -z)`,
            } as const,
          ]),
      ...patterns.errors('counter'),
    ],
  };
};

type Noted = { kind: string | null; description: string | null };

/** The glossary's entry for each counter, by key. */
export const noteColumns = <View>(keyOf: (view: View) => string): Columns<Noted, View> => ({
  kind: {
    kind: 'text',
    optional: true,
    help: 'Whether it only grows (counter), goes up and down (gauge) or is configured (setting); unknown if not in the glossary.',
    values: ['counter', 'gauge', 'setting'],
    read: (view) => counterNote(keyOf(view))?.kind ?? null,
  },
  description: {
    kind: 'text',
    optional: true,
    help: 'What it counts.',
    read: (view) => counterNote(keyOf(view))?.meaning ?? null,
  },
});
