import type { Options } from '../core/option.ts';
import { type ListedOption, listed } from '../options/listed.ts';
import { argument, section, sentences } from './mdoc.ts';

/** The contents of every page header. */
export type Edition = {
  readonly version: string;
  /** As 2026-01-31. */
  readonly date: string;
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const dateText = (date: string): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${months[month! - 1]} ${day}, ${year}`;
};

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export const head = (name: string, summary: string, { version, date }: Edition): string =>
  [
    '.\\" Generated from the declarations in src by "npm run docs".',
    `.Dd ${dateText(date)}`,
    `.Dt ${name.toUpperCase()} 1`,
    `.Os procnet ${version}`,
    '.Sh NAME',
    // Unquoted, because whatis(1) would show quotes as part of the name.
    `.Nm ${name}`,
    `.Nd ${sentences(lowered(summary))}`,
  ].join('\n');

const optionItem = ({ name, short, aliases = [], value, help }: ListedOption): string => {
  const flags = [...(short === undefined ? [] : [short]), ...[name, ...aliases].map((word) => `-${word}`)];
  const spelled = flags.map((flag) => `Fl ${argument(flag)}`).join(' , ');
  return `.It ${spelled}${value === undefined ? '' : ` Ar ${argument(value)}`}\n${sentences(help)}`;
};

export const optionItems = (options: readonly ListedOption[]): string =>
  ['.Bl -tag -width Ds', ...options.map(optionItem), '.El'].join('\n');

export const optionList = (options: Options<never>): string => optionItems(listed(options));

export const seeAlso = (names: readonly string[]): string =>
  section('SEE ALSO', names.map((name, at) => `.Xr ${name}${at < names.length - 1 ? ' ,' : ''}`).join('\n'));
