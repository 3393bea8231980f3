import { UsageError } from '../../core/errors.ts';
import type { Draft } from '../../core/request.ts';
import { visible } from '../../core/text.ts';

export const checkFormats = ['text', 'json', 'ndjson', 'tap', 'junit', 'github', 'nagios'] as const;
export type CheckFormat = (typeof checkFormats)[number];

/** The lowest status that makes the exit code 1. */
export const failLevels = ['critical', 'warning', 'never'] as const;
export type FailOn = (typeof failLevels)[number];

/** A format and its output file. */
type FileReport = { readonly format: CheckFormat; readonly path: string };

/** What `check`'s options set. */
export type CheckDraft = Pick<Draft, 'source'> & {
  skip: readonly string[];
  set: readonly string[];
  ignore: readonly string[];
  files: readonly string[];
  /** In milliseconds; null for the default. */
  interval: number | null;
  failOn: FailOn;
  strictFamily: boolean;
  isList: boolean;
  quiet: boolean;
  color: string;
  readonly formats: Set<CheckFormat>;
  reports: readonly FileReport[];
};

export const checkDraft = (): CheckDraft => ({
  source: {},
  skip: [],
  set: [],
  ignore: [],
  files: [],
  interval: null,
  failOn: 'critical',
  strictFamily: false,
  isList: false,
  quiet: false,
  color: 'auto',
  formats: new Set(),
  reports: [],
});

export const fileReport = (word: string, option: string): FileReport => {
  const [, name, path] = /^([^=]*)=([\s\S]+)$/.exec(word) ?? [];
  const format = checkFormats.find((known) => known === name);
  if (format !== undefined && path !== undefined) return { format, path };
  throw new UsageError(
    `${option}: expected FORMAT=FILE with one of ${checkFormats.join(', ')} (got "${visible(word)}")`,
    option,
  );
};
