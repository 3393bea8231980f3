import type { Kind } from '../core/column.ts';
import type { Completion, Option } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Draft } from '../core/request.ts';
import { stateWords } from '../glossary/states.ts';

type Lacking = NonNullable<Option<Draft>['lacking']>;

export const lacksKind =
  (kind: Kind, reason: string): Lacking =>
  ({ columns }) =>
    columns.some((column) => column.kind === kind) ? null : reason;

export const lacksAll =
  (names: readonly string[], reason: string): Lacking =>
  ({ columns }) =>
    columns.some(({ name }) => names.includes(name)) ? null : reason;

export const columnNames = ({ columns }: Report): Completion => ({
  from: 'list',
  words: columns.map(({ name }) => name),
});

export const stateNames = ({ columns }: Report): Completion => ({
  from: 'list',
  words: stateWords(columns.find(({ kind }) => kind === 'state')?.values ?? []),
});

export const services = (): Completion => ({ from: 'services' });
export const interfaces = (): Completion => ({ from: 'interfaces' });
