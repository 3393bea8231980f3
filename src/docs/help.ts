import type { BoundColumn } from '../core/column.ts';
import type { Group } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import { optionsOf } from '../options/index.ts';
import { type ListedOption, listed } from '../options/listed.ts';
import { type CommandPage, commandPages } from '../options/pages.ts';
import { commandLines } from './command-lines.ts';
import { conditionForms } from './conditions.ts';
import { definitions, paragraph, widest } from './wrap.ts';

/** Option groups in display order, with titles. */
export const optionGroups: readonly (readonly [group: Group, title: string])[] = [
  ['Rows', 'Rows'],
  ['Columns', 'Columns'],
  ['Output', 'Output'],
  ['Repeat', 'Repetition'],
  ['Source', 'Source'],
];

/** An option's usage: `-t, --tcp`, `--local-port, --sport LIST`. */
const optionSpelling = ({ name, short, aliases = [], value }: ListedOption): string => {
  const long = [name, ...aliases].map((word) => `--${word}`).join(', ');
  return `${short === undefined ? '' : `-${short}, `}${long}${value === undefined ? '' : ` ${value}`}`;
};

/** `recvQueue, recvQ (bytes)`: name and heading, with a mark for columns that are hidden by default. */
const marks: Readonly<Record<string, string>> = { true: '*', text: '+' };

const columnLabel = ({ name, heading, unit, optional }: BoundColumn): string =>
  `${name}${marks[String(optional)] ?? ''}${heading === undefined ? '' : `, ${heading}`}${unit === undefined ? '' : ` (${unit})`}`;

const examplesHelp = (examples: Report['examples'], width: number): string =>
  examples
    .map(([command, answer]) => {
      const lines = commandLines(command, width - 2).map((line) => `  ${line}\n`);
      return `${lines.join('')}${paragraph(answer, 6, width)}`;
    })
    .join('\n');

const optionsHelp = (options: readonly ListedOption[], width: number): string =>
  definitions(
    options.map((option) => [optionSpelling(option), option.help] as const),
    width,
  );

const groupsHelp = (options: readonly ListedOption[], width: number): readonly string[] =>
  optionGroups.flatMap(([group, title]) => {
    const members = options.filter((option) => option.group === group);
    return members.length === 0 ? [] : [`${title}:\n${optionsHelp(members, width)}`];
  });

const columnsHelp = (title: string, { columns }: Report, width: number): string =>
  `${title}:\n${definitions(
    columns.map((column) => [columnLabel(column), column.help] as const),
    width,
  )}`;

const joined = (sections: readonly string[]): string => `${sections.join('\n\n')}\n`;

const usage = (...words: readonly string[]): string => words.filter((word) => word !== '').join(' ');

export const commandHelp = (report: Report, width = widest): string => {
  const { name, aliases, summary, examples, notes, words } = report;
  const fit = Math.min(width, widest);
  const also = aliases.length === 0 ? '' : ` Also: ${aliases.join(', ')}.`;
  return joined([
    paragraph(`procnet ${name}: ${summary}.${also}`, 0, fit),
    `Usage: ${usage('procnet', name, words?.synopsis ?? '', '[OPTION ...]')}`,
    `Examples:\n${examplesHelp(examples, fit)}`,
    columnsHelp('Columns (* hidden by default, + hidden by default in text)', report, fit),
    ...Object.entries(report.variants ?? {}).map(([option, variant]) =>
      columnsHelp(`Columns with ${option}`, variant, fit),
    ),
    ...groupsHelp(listed(optionsOf(report)), fit),
    `Notes:\n${notes.map((note) => paragraph(note, 2, fit, 2)).join('\n')}`,
  ]);
};

const unquoted = (rows: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
  rows.map(([term, meaning]) => [term, meaning.replaceAll('`', '')] as const);

/** Help for a command that is not a report. */
export const pageHelp = (
  page: Omit<CommandPage, 'options'> & { readonly options: object },
  width = widest,
): string => {
  const fit = Math.min(width, widest);
  return joined([
    `procnet ${page.name}: ${page.summary}.`,
    `Usage: ${usage('procnet', page.name, page.synopsis, '[OPTION ...]')}`,
    `Examples:\n${examplesHelp(page.examples, fit)}`,
    ...page.description.map((text) => paragraph(text.replaceAll('`', ''), 0, fit)),
    ...(page.words === 'checks' || page.words === 'conditions'
      ? [`Conditions:\n${definitions(unquoted(conditionForms), fit)}`]
      : []),
    `Options:\n${optionsHelp(listed(page.options as CommandPage['options']), fit)}`,
    ...(page.exitCodes === undefined ? [] : [`Exit codes:\n${definitions(unquoted(page.exitCodes), fit)}`]),
  ]);
};

export const overview = (reports: readonly Report[], width = widest): string => {
  const fit = Math.min(width, widest);
  const rows = reports.map(({ name, aliases, summary }) => [[name, ...aliases].join(', '), summary] as const);
  return joined([
    'procnet shows the state of the Linux network stack, from /proc/net.',
    'Usage: procnet COMMAND [OPTION ...]',
    `Examples:\n${examplesHelp(overviewExamples, fit)}`,
    `Reports:\n${definitions(rows, fit)}`,
    `Other commands:\n${definitions(
      commandPages.map(({ name, synopsis, summary }) => [`${name} ${synopsis}`, summary] as const),
      fit,
    )}`,
    [
      paragraph(
        'procnet COMMAND --help shows examples, columns and options. For the manual, see man procnet.',
        0,
        fit,
      ),
      'procnet --version shows the version.',
    ].join('\n'),
  ]);
};

export const overviewExamples: Report['examples'] = [
  ['procnet conns -tulpn', 'listening sockets and their processes'],
  ['procnet conns state established --count-by remoteAddress', 'connections per remote address'],
  ["procnet snmp '*Retrans*' --json", 'retransmission counters, for jq'],
];
