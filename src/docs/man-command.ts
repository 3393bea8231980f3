import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { optionsOf } from '../options/index.ts';
import { listed } from '../options/listed.ts';
import type { CommandPage } from '../options/page.ts';
import { optionGroups } from './help.ts';
import { exitStatus, ownSections } from './man-check.ts';
import { type Edition, head, optionItems, optionList, seeAlso } from './man-parts.ts';
import { argument, bulleted, examples, macro, paragraphs, section, sentences, subsection } from './mdoc.ts';

const columnItem = ({ name, heading, kind, unit, optional, help, values }: BoundColumn): string => {
  const facts = [
    kind,
    ...(unit === undefined ? [] : [unit]),
    ...(optional ? [optional === true ? 'hidden by default' : 'hidden by default in text'] : []),
  ];
  const known = values === undefined ? '' : `\nOne of: ${sentences(values.join(', '))}.`;
  return `.It Sy ${argument(name)}${heading === undefined ? '' : ` , ${argument(heading)}`} No ${argument(`(${facts.join('; ')})`)}\n${sentences(help)}${known}`;
};

const columnList = ({ columns }: Report): string =>
  ['.Bl -tag -width Ds', ...columns.map(columnItem), '.El'].join('\n');

const filesOf = ({ files }: Report): string =>
  [
    '.Bl -item -compact',
    ...files.map((file) => `.It\n${macro('Pa', file.startsWith('/') ? file : `/proc/net/${file}`)}`),
    '.El',
  ].join('\n');

/** A report's page. */
export const reportPage = (report: Report, edition: Edition): string => {
  const { name, aliases, summary, notes, seeAlso: relatives } = report;
  const options = listed(optionsOf(report));
  const words = report.words?.synopsis ?? '';
  const also =
    aliases.length === 0 ? [] : [`Also called ${aliases.map((alias) => `\`${alias}\``).join(' and ')}.`];
  const groups = optionGroups.flatMap(([group, title]) => {
    const members = options.filter((option) => option.group === group);
    return members.length === 0 ? [] : [subsection(title, optionItems(members))];
  });
  return [
    head(`procnet-${name}`, summary, edition),
    section(
      'SYNOPSIS',
      macro('Nm', `procnet ${name}`),
      '.Op Ar OPTION ...',
      ...(words === '' ? [] : [synopsisWords(words)]),
    ),
    section('DESCRIPTION', paragraphs([`${summary}. Each row is ${report.row}.`, ...also])),
    section(
      'COLUMNS',
      sentences('The order is the same as with `--columns all`.'),
      columnList(report),
      ...Object.entries(report.variants ?? {}).map(([option, variant]) =>
        subsection(`With ${option}`, columnList(variant)),
      ),
    ),
    section('OPTIONS', ...groups),
    section('FILES', filesOf(report)),
    section('EXIT STATUS', sentences('Exit codes are described in'), '.Xr procnet 1 .'),
    section('EXAMPLES', examples(report.examples)),
    seeAlso(['procnet 1', ...relatives]),
    section('CAVEATS', bulleted(notes)),
    '',
  ].join('\n');
};

const synopsisWords = (words: string): string => {
  const optional = words.startsWith('[');
  return `${optional ? '.Op Ar' : '.Ar'} ${argument(optional ? words.slice(1, -1) : words)}`;
};

/** The page for a command that is not a report. */
export const commandPage = (page: CommandPage, edition: Edition): string => {
  const name = `procnet-${page.name}`;
  return [
    head(name, page.summary, edition),
    section(
      'SYNOPSIS',
      macro('Nm', `procnet ${page.name}`),
      '.Op Ar OPTION ...',
      synopsisWords(page.synopsis),
    ),
    section('DESCRIPTION', paragraphs(page.description)),
    section('OPTIONS', optionList(page.options)),
    ...ownSections(page),
    exitStatus(page),
    section('EXAMPLES', examples(page.examples)),
    seeAlso(['procnet 1']),
    '',
  ].join('\n');
};
