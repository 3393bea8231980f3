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
      "The arguments of `procnet conns`, and the value of `--where` for any report, are an expression in a language that extends ss's filters:",
    ),
    display(grammar),
    sentences('The subjects are:'),
    tagged(subjects),
    '.Pp',
    paragraphs(expressionRules),
    subsection('States', sentences(stateSpellings), '.Pp', compact(stateGroups)),
    subsection(
      'Differences from ss',
      sentences('A filter accepted by ss selects the same sockets, with these exceptions:'),
      tagged(ssDifferences),
    ),
  );

/** procnet(1), which covers everything common to all commands. */
export const overviewPage = (reports: readonly Report[], edition: Edition): string => {
  const [first = {}, ...others] = reports.map(optionsOf);
  const shared = Object.entries(first).filter(([key, option]) =>
    others.every((each) => each[key] === option),
  );
  const commands = [...reports, ...commandPages].map(({ name, summary }) => [name, `${summary}.`] as const);
  return [
    head('procnet', 'Show the state of the Linux network stack', edition),
    section('SYNOPSIS', '.Nm', '.Ar COMMAND', '.Op Ar OPTION ...', '.Nm', '.Fl \\-version'),
    section(
      'DESCRIPTION',
      paragraphs([
        "procnet reads the state of the Linux network stack from `/proc/net` and prints it as text, JSON or CSV. It starts no other programs, and needs privileges only to see which of other users' processes hold a socket.",
        'Every report is a list of rows with named and typed columns. Filters, sorting, counting and formats work with all of them.',
        'Each of the following commands has its own page, such as `procnet-conns(1)`.',
      ]),
      '.Pp',
      compact(commands),
    ),
    section('OPTIONS', sentences('Every report has these options.'), optionList(Object.fromEntries(shared))),
    expressions(),
    section('OUTPUT', bulleted(outputRules)),
    section('ENVIRONMENT', tagged(environment)),
    section(
      'FILES',
      tagged([
        ['/proc/net', 'Files of the network namespace procnet runs in; each page lists those it reads.'],
        ['/proc/PID/net', 'The same for another network namespace, with `--netns` and `--all-netns`.'],
        [
          '/proc/PID/fd',
          'Sockets held by each process, for `--processes`; `/proc/PID/task/TID/fd` if the main thread has exited.',
        ],
        ['/proc/net/dev', 'Interface names, for `--interface`.'],
        ['/etc/passwd, /etc/services', 'User and service names.'],
      ]),
    ),
    section('EXIT STATUS', compact(exitCodes)),
    section('EXAMPLES', examples(overviewExamples)),
    seeAlso([...[...reports, ...commandPages].map(({ name }) => `procnet-${name} 1`).toSorted(), 'proc 5']),
    section(
      'CAVEATS',
      paragraphs([
        'Kernel tables change while they are read page by page, so a listing is not an exact snapshot. Rows the kernel repeats are shown once.',
      ]),
    ),
    '',
  ].join('\n');
};
