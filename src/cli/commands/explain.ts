import { ExitCode, UsageError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';
import { paragraph, widest } from '../../docs/wrap.ts';
import { describedReports } from '../../docs/written.ts';
import {
  type DescribedReport,
  type Explanation,
  explanationsOf,
  suggestionsFor,
} from '../../glossary/explain.ts';
import { explainPage } from '../../options/pages/printed.ts';
import { type Command, pageDraft, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';

const textOf = ({ term, topic, kind, meaning, hint }: Explanation, width: number): string => {
  const facts = kind === null || kind === topic ? topic : `${topic}, ${kind}`;
  const lines = [`${term} (${facts})`, paragraph(meaning, 2, width)];
  if (hint !== null) lines.push(paragraph(hint, 2, width));
  return `${lines.join('\n')}\n`;
};

const warnOfUnknown = (word: string, reports: readonly DescribedReport[], host: Host): void => {
  const near = suggestionsFor(word, reports);
  const hint = near.length === 0 ? 'see procnet help explain' : `did you mean ${near.join(' or ')}?`;
  host.warn(`procnet: no entry for "${visible(word)}"; ${hint}\n`);
};

/** `procnet explain WORD …`. Prints everything found; the exit code is 1 if any word is unknown. */
export const explain: Command = async (tokens, host) => {
  const draft = pageDraft();
  const words = await readCommand(explainPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  if (words.length === 0) throw new UsageError('explain requires a counter, state, flag, column or report');
  const reports = await describedReports();
  const found = words.map((word) => explanationsOf(word, reports));
  const all = [...new Map(found.flat().map((each) => [`${each.topic} ${each.term}`, each])).values()];
  const width = Math.min(host.stdout.width ?? widest, widest);
  const text = draft.json
    ? `${JSON.stringify(all, null, host.stdout.isTerminal ? 2 : undefined)}\n`
    : all.map((explanation) => textOf(explanation, width)).join('\n');
  host.write(Buffer.from(text));
  const unknown = words.filter((_, at) => found[at]!.length === 0);
  for (const word of unknown) warnOfUnknown(word, reports, host);
  return unknown.length > 0 ? ExitCode.noMatch : ExitCode.ok;
};
