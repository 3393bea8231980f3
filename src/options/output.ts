import type { Options } from '../core/option.ts';
import type { Draft } from '../core/request.ts';
import { formatNames } from '../formats/index.ts';
import { wholeNumber } from './numbers.ts';

const format =
  (name: string) =>
  ({ output }: Draft): void => {
    output.formats.add(name);
  };

/** Bounds from several options are combined. */
const assertRows = ({ exit }: Draft, least: number, most: number): void => {
  exit.rows = {
    least: Math.max(least, exit.rows?.least ?? 0),
    most: Math.min(most, exit.rows?.most ?? Number.POSITIVE_INFINITY),
  };
};

/** Columns and output format. */
export const outputOptions = {
  columns: {
    value: 'LIST',
    repeats: 'list',
    help: 'Columns to show, in order; +a,-b edits the default set; all shows every column.',
    group: 'Columns',
    completes: ({ columns }) => ({ from: 'list', words: [...columns.map(({ name }) => name), 'all'] }),
    set: (draft, words) => {
      draft.columns = words;
    },
  },
  format: {
    short: 'f',
    value: 'FORMAT',
    choices: formatNames,
    help: 'table (on a terminal), plain (in a pipe), json, ndjson or csv.',
    group: 'Output',
    set: ({ output }, [word]) => {
      output.formats.add(word!);
    },
  },
  json: { short: 'j', help: 'Short for --format json.', group: 'Output', set: format('json') },
  ndjson: { help: 'Short for --format ndjson.', group: 'Output', set: format('ndjson') },
  csv: { help: 'Short for --format csv.', group: 'Output', set: format('csv') },
  plain: { help: 'Short for --format plain.', group: 'Output', set: format('plain') },
  human: {
    help: 'In text output, show bytes and counts with units (KiB, MiB, k, M).',
    group: 'Output',
    set: ({ output }) => {
      output.human = true;
    },
  },
  noHeader: {
    short: 'H',
    help: 'Omit the header line and the row count below a table.',
    group: 'Output',
    set: ({ output }) => {
      output.header = false;
    },
  },
  color: {
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    help: 'Color text output: auto, always or never.',
    group: 'Output',
    set: ({ output }, [word]) => {
      output.color = word!;
    },
  },
  meta: {
    help: 'JSON only: wrap the rows with schema, time, sources and warnings.',
    group: 'Output',
    set: ({ output }) => {
      output.meta = true;
    },
  },
  quiet: {
    short: 'q',
    help: 'Print nothing; use the exit code.',
    group: 'Output',
    set: ({ output }) => {
      output.quiet = true;
    },
  },
  exitCode: {
    short: 'E',
    help: 'Exit with 1 if no row matched.',
    group: 'Output',
    set: ({ exit }) => {
      exit.exitCode = true;
    },
  },
  none: {
    help: 'Exit with 1 if there are any rows, and print them.',
    group: 'Output',
    set: (draft) => assertRows(draft, 0, 0),
  },
  atMost: {
    value: 'N',
    help: 'Exit with 1 if there are more than N rows.',
    group: 'Output',
    set: (draft, [word], name) => assertRows(draft, 0, wholeNumber(word!, name, 0, Number.MAX_SAFE_INTEGER)),
  },
  atLeast: {
    value: 'N',
    help: 'Exit with 1 if there are fewer than N rows.',
    group: 'Output',
    set: (draft, [word], name) =>
      assertRows(draft, wholeNumber(word!, name, 0, Number.MAX_SAFE_INTEGER), Number.POSITIVE_INFINITY),
  },
  strict: {
    help: 'Exit with 4 if anything was skipped or could not be read.',
    group: 'Output',
    set: ({ exit }) => {
      exit.strict = true;
    },
  },
  help: { short: 'h', help: 'Show this help.', group: 'Output', set: () => {} },
} as const satisfies Options<Draft>;
