import type { BoundColumn, Kind } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { optionsOf } from '../options/index.ts';

/** A JSON Schema or part of one. */
export type Schema = { readonly [keyword: string]: unknown };

const dialect = 'https://json-schema.org/draft/2020-12/schema';

const holder: Schema = {
  type: 'object',
  description: 'A file descriptor of a process.',
  properties: {
    pid: { type: 'integer', minimum: 1, description: 'The process id in the procfs that was read.' },
    name: { type: 'string', description: 'The command name, as the process set it.' },
    fd: { type: 'integer', minimum: 0, description: 'The file descriptor number.' },
  },
  required: ['pid', 'name', 'fd'],
  additionalProperties: false,
};

/** Unknown codes are printed as numbers, not dropped. */
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
    kind === 'counter'
      ? ' Up to 64 bits; programs that read numbers as doubles lose precision from 2^53 on.'
      : '';
  return `${help}${unit === undefined ? '' : ` Unit: ${unit}.`}${counted}`;
};

const propertyOf = (column: BoundColumn): Schema => ({ description: meaningOf(column), ...typeOf(column) });

/** Columns added by options, if the report has them. */
const addedColumns = (report: Report): Schema => {
  const options = optionsOf(report);
  const has = (key: string): boolean => Object.hasOwn(options, key);
  return {
    ...(has('allNetns')
      ? {
          netns: { description: 'The network namespace, with --all-netns.', type: 'string' },
          container: { description: 'The container that owns the namespace, with --all-netns.', ...text },
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

/** Columns added next to each counter when samples are compared: `delta`, or `rxBytesDelta`. */
const addedPatterns = (report: Report): Schema => {
  const counters = report.columns.filter(({ kind }) => kind === 'counter');
  if (counters.length === 0) return {};
  return {
    patternProperties: {
      '^delta$|Delta$': { description: 'Increase since the previous sample.', ...integer },
      '^perSecond$|PerSecond$': { description: 'The same per second.', ...number },
    },
  };
};

const rowOf = (report: Report): Schema => ({
  type: 'object',
  description: `One row: ${report.row}. It has the requested columns; null means unknown or not applicable.`,
  properties: {
    ...Object.fromEntries(report.columns.map((column) => [column.name, propertyOf(column)])),
    ...addedColumns(report),
  },
  ...addedPatterns(report),
  additionalProperties: false,
});

/** The schema for `--json`. */
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
    rows: { type: 'integer', minimum: 0, description: 'Lines parsed as rows.' },
  },
  required: ['path', 'state', 'rows'],
};

/** The schema for `--json --meta`. */
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
