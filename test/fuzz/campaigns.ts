import { type Campaign, shorter } from './campaign.ts';
import { type CommandCase, commandCase, runCommand } from './command.ts';
import {
  type Data,
  type ExpressionCase,
  evaluate,
  expressionCase,
  expressionQuestion,
} from './expressions.ts';
import {
  matchInExpression,
  matchPattern,
  type PatternCase,
  patternCase,
  patternQuestion,
} from './patterns.ts';
import { readTable, type TableCase, tableCase, tableQuestion } from './tables.ts';

/** Longer than any answer takes on a busy machine. */
const slow = 5_000;

type Timed<T> = { readonly result: T; readonly wrong: readonly string[] };

/** A slow case is repeated, since the machine may have been busy with something else. */
const timed = <T>(work: () => T): Timed<T> => {
  let took = 0;
  for (let attempt = 0; ; attempt++) {
    const start = performance.now();
    const result = work();
    took = performance.now() - start;
    if (took < slow) return { result, wrong: [] };
    if (attempt === 2) return { result, wrong: [`takes ${Math.round(took)} ms`] };
  }
};

function* smallerTexts<Case extends { readonly text: string }>(given: Case): Generator<Case> {
  const lines = given.text.split('\n');
  for (const text of shorter(lines, '\n')) yield { ...given, text };
  if (given.text.length < 400) for (const text of shorter([...given.text], '')) yield { ...given, text };
}

const showFile = ({ table, endian, text }: TableCase): string =>
  `${table.file} (${endian}), as latin1 in JSON:\n${JSON.stringify(text)}`;

export const files: Campaign<TableCase> = {
  name: 'files',
  turn: 2_000,
  make: tableCase,
  async run(given) {
    const { result, wrong } = timed(() => readTable(given));
    return { wrong, question: tableQuestion(given, result) };
  },
  smaller: smallerTexts,
  show: showFile,
};

/** The same files through the whole command: what reaches stdout and stderr. */
export const commands: Campaign<CommandCase> = {
  name: 'commands',
  turn: 60,
  make: commandCase,
  run: async (given) => ({ wrong: await runCommand(given), question: null }),
  smaller: smallerTexts,
  show: (given) => `${given.words.join(' ')}${given.isProcess ? ' (as a process)' : ''}\n${showFile(given)}`,
};

export const expressions = (all: readonly Data[]): Campaign<ExpressionCase> => ({
  name: 'expressions',
  turn: 1_000,
  make: (random) => expressionCase(all, random),
  async run(given) {
    const { result, wrong } = timed(() => evaluate(given));
    return { wrong, question: expressionQuestion(given, result) };
  },
  *smaller(given) {
    for (const text of shorter(given.text.split(/(?<=\s)|(?=[()])/), '')) yield { ...given, text };
    for (const text of shorter([...given.text], '')) yield { ...given, text };
  },
  show: ({ data, text }) => `${data.name}, as JSON:\n${JSON.stringify(text)}`,
});

export const patterns: Campaign<PatternCase> = {
  name: 'patterns',
  turn: 10_000,
  make: patternCase,
  async run(given) {
    const { result, wrong } = timed(() => matchPattern(given));
    if (result === null) return { wrong, question: null };
    const inExpression = result.error === null ? matchInExpression(given) : null;
    const differs = inExpression !== null && inExpression.join() !== result.holds.join();
    return {
      wrong: differs ? [...wrong, 'an expression matches other texts'] : wrong,
      question: given.python === null ? null : patternQuestion(given, result),
    };
  },
  *smaller(given) {
    for (const one of given.texts) if (given.texts.length > 1) yield { ...given, texts: [one] };
  },
  show: (given) => JSON.stringify(given),
};
