import type { BoundColumn } from '../../core/column.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { subjectTest } from './comparison.ts';
import type { Filter } from './filter.ts';
import { allOf, anyOf } from './logic.ts';
import { BadWord, type WordMeanings } from './operands.ts';
import { parseExpression } from './parser.ts';
import { type Expression, faultAt, type Test } from './syntax.ts';

export const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

const intersection = (sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null => {
  const known = sets.filter((set) => set !== null);
  if (known.length === 0) return null;
  return new Set([...known[0]!].filter((state) => known.every((set) => set.has(state))));
};

/** Filters that must all hold. */
export const allFilters = (filters: readonly Filter[]): Filter => ({
  test: allOf(filters.map(({ test }) => test)),
  reads: union(filters.map(({ reads }) => reads)),
  states: intersection(filters.map(({ states }) => states)),
});

const anyFilter = (filters: readonly Filter[]): Filter => {
  const states = filters.map((filter) => filter.states);
  return {
    test: anyOf(filters.map(({ test }) => test)),
    reads: union(filters.map(({ reads }) => reads)),
    states: states.some((set) => set === null) ? null : union(states.filter((set) => set !== null)),
  };
};

/** `src dst sport dport` of ss, by the names that reports have for the two ends. */
const ends: Readonly<Record<string, readonly string[]>> = {
  src: ['localAddress', 'source'],
  dst: ['remoteAddress', 'destination'],
  sport: ['localPort', 'sourcePort'],
  dport: ['remotePort', 'destinationPort'],
};

const columnFor = (subject: string, columns: readonly BoundColumn[]): BoundColumn | undefined => {
  const byName = (name: string): BoundColumn | undefined => columns.find((column) => column.name === name);
  const lower = subject.toLowerCase();
  const exact = byName(subject);
  if (exact !== undefined) return exact;
  if (Object.hasOwn(ends, lower))
    return ends[lower]!.map(byName).find((column) => column !== undefined && column.kind !== 'text');
  if (lower === 'dev') return columns.find(({ kind }) => kind === 'interface');
  if (lower === 'process') return byName('processes');
  return columns.find(({ name }) => name.toLowerCase() === lower);
};

/** A word may be as long as the expression; the caret shows where it stands. */
const longestQuoted = 40;

const quoted = (word: string): string =>
  `"${visible(word.length > longestQuoted ? `${word.slice(0, longestQuoted)}…` : word)}"`;

const unknownSubject = (subject: string, columns: readonly BoundColumn[]): string => {
  const names = columns.map(({ name }) => name);
  const words = [...Object.keys(ends), 'dev', 'process'].filter((word) => columnFor(word, columns));
  const near = nearest(subject, [...words, ...names]);
  const hint = near === null ? `; columns: ${names.join(', ')}` : `; did you mean ${near}?`;
  return `there is no column ${quoted(subject)}${hint}`;
};

/** Turns the expression into one test over views of a report with these columns. `UsageError` with a caret if it cannot. */
export const compileExpression = (
  text: string,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
): Filter => {
  const compile = (expression: Expression): Filter => {
    switch (expression.kind) {
      case 'and':
        return allFilters(expression.parts.map(compile));
      case 'or':
        return anyFilter(expression.parts.map(compile));
      case 'test':
        return compileTest(expression);
      case 'not': {
        const { test, reads } = compile(expression.part);
        return { test: (view) => !test(view), reads, states: null };
      }
    }
  };

  const compileTest = (test: Test): Filter => {
    const column = columnFor(test.subject, columns);
    if (column === undefined) throw faultAt(text, test.at, unknownSubject(test.subject, columns));
    let at = test.operands[0]?.at ?? test.at;
    try {
      return subjectTest(test, column, columns, meanings, (operand) => {
        at = operand.at;
      });
    } catch (error) {
      if (error instanceof BadWord) throw faultAt(text, at, error.message);
      throw error;
    }
  };

  return compile(parseExpression(text));
};
