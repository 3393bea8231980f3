import type { Report } from '../core/report.ts';
import { glossary } from '../glossary/words.ts';
import { optionsOf } from '../options/index.ts';
import { commandPages } from '../options/pages.ts';
import { expressionRules, grammar, ssDifferences, stateSpellings, subjects } from './expressions.ts';
import { overviewExamples } from './help.ts';
import { type Edition, head, optionList, seeAlso } from './man-parts.ts';
import {
  bulleted,
  compact,
  display,
  examples,
  paragraphs,
  section,
  sentences,
  subsection,
  tagged,
} from './mdoc.ts';
import { environment, exitCodes, outputRules } from './topics.ts';

const stateGroups = glossary
  .filter(({ topic }) => topic === 'state group')
  .map(({ term, meaning }) => [term, meaning] as const);

const expressions = (): string =>
  section(
    'EXPRESSIONS',
    sentences(
      'The arguments of `procnet conns`, and the value of `--where` of any report, are an expression in an extension of the filter language of ss:',
    ),
    display(grammar),
    sentences('The subjects are:'),
    tagged(subjects),
    '.Pp',
    paragraphs(expressionRules),
    subsection('States', sentences(stateSpellings), '.Pp', compact(stateGroups)),
    subsection(
      'Differences from ss',
      sentences('A filter that ss accepts selects the same sockets, except for these:'),
      tagged(ssDifferences),
    ),
  );

/** procnet(1): what holds for every command. */
export const overviewPage = (reports: readonly Report[], edition: Edition): string => {
  const [first = {}, ...others] = reports.map(optionsOf);
  const shared = Object.entries(first).filter(([key, option]) =>
    others.every((each) => each[key] === option),
  );
  const commands = [...reports, ...commandPages].map(({ name, summary }) => [name, `${summary}.`] as const);
  return [
    head('procnet', "Shows what the kernel's network stack is doing", edition),
    section('SYNOPSIS', '.Nm', '.Ar COMMAND', '.Op Ar OPTION ...', '.Nm', '.Fl \\-version'),
    section(
      'DESCRIPTION',
      paragraphs([
        'procnet reads the state of the Linux network stack from `/proc/net`, and prints it as text, JSON or CSV. It starts no other program, and needs privileges only to see which processes of other users hold a socket.',
        'Every report is a list of rows with named and typed columns. Filters, sorting, counting and formats work on any of them.',
        'The commands are as follows. Each has a page of its own, such as `procnet-conns(1)`.',
      ]),
      '.Pp',
      compact(commands),
    ),
    section(
      'OPTIONS',
      sentences('These options are those of every report.'),
      optionList(Object.fromEntries(shared)),
    ),
    expressions(),
    section('OUTPUT', bulleted(outputRules)),
    section('ENVIRONMENT', tagged(environment)),
    section(
      'FILES',
      tagged([
        ['/proc/net', 'The files of the network namespace that procnet runs in; each page names its own.'],
        ['/proc/PID/net', 'The same of another network namespace, with `--netns` and `--all-netns`.'],
        [
          '/proc/PID/fd',
          'Which process holds which socket, for `--processes`; `/proc/PID/task/TID/fd` of a process whose main thread has ended.',
        ],
        ['/proc/net/dev', 'The names of interfaces, for `--interface`.'],
        ['/etc/passwd, /etc/services', 'Names of users and services.'],
      ]),
    ),
    section('EXIT STATUS', compact(exitCodes)),
    section('EXAMPLES', examples(overviewExamples)),
    seeAlso([...[...reports, ...commandPages].map(({ name }) => `procnet-${name} 1`).toSorted(), 'proc 5']),
    section(
      'CAVEATS',
      paragraphs([
        'The kernel writes its tables page by page while they change: a listing is not a snapshot. A row that the kernel repeats is shown once.',
      ]),
    ),
    '',
  ].join('\n');
};
