import type { BoundColumn, Kind } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { optionsOf } from '../options/index.ts';

/** A JSON Schema, or a part of one. */
export type Schema = { readonly [keyword: string]: unknown };

const dialect = 'https://json-schema.org/draft/2020-12/schema';

const holder: Schema = {
  type: 'object',
  description: 'A file descriptor of a process.',
  properties: {
    pid: { type: 'integer', minimum: 1, description: 'The process id in the procfs that was read.' },
    name: { type: 'string', description: 'The command name, as the process set it.' },
    fd: { type: 'integer', minimum: 0, description: 'The number of the file descriptor.' },
  },
  required: ['pid', 'name', 'fd'],
  additionalProperties: false,
};

/** Codes that no kernel we know has are printed as such, and not dropped. */
const unknownState: Schema = { type: 'string', pattern: '^UNKNOWN\\(' };

const text: Schema = { type: ['string', 'null'] };
const integer: Schema = { type: ['integer', 'null'] };
const number: Schema = { type: ['number', 'null'] };

const types: Readonly<Record<Kind, Schema>> = {
  text,
  address: text,
  mac: text,
  interface: text,
  state: text,
  port: { type: ['integer', 'null'], minimum: 0, maximum: 65_535 },
  integer,
  counter: integer,
  rate: number,
  duration: number,
  flag: { type: ['boolean', 'null'] },
  list: { type: ['array', 'null'], items: holder },
  names: { type: ['array', 'null'], items: { type: 'string' } },
  numbers: { type: ['array', 'null'], items: { type: 'integer' } },
};

const typeOf = ({ kind, values }: BoundColumn): Schema => {
  if (values === undefined) return types[kind];
  const known: Schema = { enum: [...values, null] };
  return kind === 'state' ? { anyOf: [known, unknownState] } : known;
};

const meaningOf = ({ help, unit, kind }: BoundColumn): string => {
  const counted =
    kind === 'counter' ? ' Up to 64 bits: programs that read numbers as doubles round it from 2^53 on.' : '';
  return `${help}${unit === undefined ? '' : ` Unit: ${unit}.`}${counted}`;
};

const propertyOf = (column: BoundColumn): Schema => ({ description: meaningOf(column), ...typeOf(column) });

/** Columns that options add to those of the report, where the report has the options. */
const addedColumns = (report: Report): Schema => {
  const options = optionsOf(report);
  const has = (key: string): boolean => Object.hasOwn(options, key);
  return {
    ...(has('allNetns')
      ? {
          netns: { description: 'The network namespace, with --all-netns.', type: 'string' },
          container: { description: 'The container whose namespace it is, with --all-netns.', ...text },
        }
      : {}),
    count: { description: 'Rows with these values, with --count-by.', type: 'integer', minimum: 1 },
    ...(has('interval')
      ? { time: { description: 'When the sample was taken, with --interval.', type: 'string' } }
      : {}),
    ...(has('since') || has('interval')
      ? { reason: { description: 'Why a difference or a rate is unknown.', ...text } }
      : {}),
  };
};

/** What comparing two samples puts beside each counter: `delta`, or `rxBytesDelta`. */
const addedPatterns = (report: Report): Schema => {
  const counters = report.columns.filter(({ kind }) => kind === 'counter');
  if (counters.length === 0) return {};
  return {
    patternProperties: {
      '^delta$|Delta$': { description: 'What was added since the sample before.', ...integer },
      '^perSecond$|PerSecond$': { description: 'The same per second.', ...number },
    },
  };
};

const rowOf = (report: Report): Schema => ({
  type: 'object',
  description: `One row: ${report.row}. It has the columns that were asked for; null stands for unknown or not applicable.`,
  properties: {
    ...Object.fromEntries(report.columns.map((column) => [column.name, propertyOf(column)])),
    ...addedColumns(report),
  },
  ...addedPatterns(report),
  additionalProperties: false,
});

/** What `--json` prints. */
export const reportSchema = (report: Report): Schema => ({
  $schema: dialect,
  $id: `urn:procnet:${report.name}:1`,
  title: `procnet ${report.name} --json`,
  description: `${report.summary}.`,
  type: 'array',
  items: rowOf(report),
});

const source: Schema = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'A kernel file.' },
    state: { enum: ['ok', 'empty', 'absent', 'denied', 'unsupported', 'error'] },
    rows: { type: 'integer', minimum: 0, description: 'Lines of it that were understood.' },
  },
  required: ['path', 'state', 'rows'],
};

/** What `--json --meta` prints. */
export const metaSchema = (report: Report): Schema => ({
  $schema: dialect,
  $id: `urn:procnet:${report.name}:1:meta`,
  title: `procnet ${report.name} --json --meta`,
  description: `${report.summary}.`,
  type: 'object',
  properties: {
    schema: { const: `procnet/${report.name}@1` },
    generatedAt: { type: 'string', description: 'When it was read, in UTC (RFC 3339).' },
    complete: { type: 'boolean', description: 'Whether nothing was skipped or unreadable.' },
    sources: { type: 'array', description: 'What was read.', items: source },
    warnings: {
      type: 'array',
      description: 'What was skipped, with file and line.',
      items: { type: 'string' },
    },
    rows: { type: 'array', items: rowOf(report) },
  },
  required: ['schema', 'generatedAt', 'complete', 'sources', 'warnings', 'rows'],
});

export const schemaText = (schema: Schema): string => `${JSON.stringify(schema, null, 2)}\n`;
