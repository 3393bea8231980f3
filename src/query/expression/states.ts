import type { BoundColumn } from '../../core/column.ts';
import { nearest } from '../../core/suggest.ts';
import { isListeningGroup, statesOf, stateWords } from '../../glossary/states.ts';
import { type Condition, on } from './condition.ts';
import { BadWord, type Context, readEach } from './context.ts';
import { always, type Predicate } from './logic.ts';
import { type Operand, quote, type States } from './syntax.ts';

/** Protocols without listeners, whose unconnected sockets receive from anyone. */
const connectionless: ReadonlySet<unknown> = new Set(['udp', 'udplite', 'raw', 'icmp']);

/** The set of states selected by words. */
type StateSet = {
  /** Null for every state, known or not. */
  readonly names: ReadonlySet<string> | null;
  /** Whether it includes unconnected sockets of protocols without listeners, as with `-l`. */
  readonly waiting: boolean;
};

/** The kernel has one code and ss one name for both, so `closed` means either. */
const withUnconnected = (states: readonly string[], known: readonly string[]): readonly string[] =>
  states.includes('CLOSE') && known.includes('UNCONN') ? [...states, 'UNCONN'] : states;

const noState = (word: string, known: readonly string[]): BadWord => {
  const near = nearest(word, stateWords(known));
  const hint = near === null ? '.' : `; did you mean ${near}?`;
  return new BadWord(`no such state: ${quote(word)}${hint} States: ${stateWords(known).join(', ')}`);
};

const stateSet = (word: string, column: BoundColumn): StateSet => {
  const known = column.values ?? [];
  const states = statesOf(word, known);
  if (states === null) throw noState(word, known);
  const isAll = word.toLowerCase() === 'all' && states.length === known.length;
  return {
    names: isAll ? null : new Set(withUnconnected(states, known)),
    waiting: isListeningGroup(word, known),
  };
};

const eitherSet = (sets: readonly StateSet[]): StateSet => ({
  names: sets.some(({ names }) => names === null) ? null : new Set(sets.flatMap(({ names }) => [...names!])),
  waiting: sets.some(({ waiting }) => waiting),
});

/** All states of rows in the set. */
const statesIn = ({ names, waiting }: StateSet): ReadonlySet<string> | null =>
  names === null || !waiting ? names : new Set([...names, 'UNCONN']);

/** The columns that determine membership; for unconnected sockets, it depends on the protocol. */
const columnsRead = (
  column: BoundColumn,
  { waiting }: StateSet,
  all: readonly BoundColumn[],
): BoundColumn[] => [column, ...(waiting ? all.filter(({ name }) => name === 'protocol') : [])];

const isIn = (column: BoundColumn, set: StateSet, all: readonly BoundColumn[]): Predicate => {
  const { names } = set;
  if (names === null) return always;
  const { read } = column;
  const [, protocol] = columnsRead(column, set, all);
  if (protocol === undefined) return (view) => names.has(read(view) as string);
  const readProtocol = protocol.read;
  return (view) => {
    const state = read(view) as string;
    return names.has(state) || (state === 'UNCONN' && connectionless.has(readProtocol(view)));
  };
};

const inStates = (column: BoundColumn, set: StateSet, all: readonly BoundColumn[]): Condition =>
  on(columnsRead(column, set, all), isIn(column, set, all), statesIn(set));

/** Whether the state is one of the given words. `BadWord` for a word that is not a state. */
export const statesTest = (
  column: BoundColumn,
  operands: readonly Operand[],
  context: Context,
): Condition => {
  const sets = readEach(operands, context, ({ text }) => stateSet(text, column));
  return inStates(column, eitherSet(sets), context.columns);
};

/** `-l`: listening TCP and unix sockets, and unconnected datagram and raw sockets. */
export const listeningSockets = (column: BoundColumn, all: readonly BoundColumn[]): Condition =>
  inStates(column, { names: new Set(['LISTEN']), waiting: true }, all);

type Step = { readonly keeps: boolean; readonly set: StateSet };

/** The states rows may be in after all steps; null if they cannot be enumerated. */
const statesLeft = (steps: readonly Step[]): ReadonlySet<string> | null => {
  let left: ReadonlySet<string> | null = steps[0]!.keeps ? new Set() : null;
  for (const { keeps, set } of steps) {
    if (keeps) {
      const added = statesIn(set);
      left = left === null || added === null ? null : new Set([...left, ...added]);
    } else if (set.names === null) left = new Set();
    else if (left !== null) left = new Set([...left].filter((state) => !set.names!.has(state)));
  }
  return left;
};

/** As in ss, steps apply from left to right: `state` adds, `exclude` removes. A leading `exclude` starts with all. */
export const stateSteps = (column: BoundColumn, { steps }: States, context: Context): Condition => {
  const { columns } = context;
  const read: Step[] = steps.map(({ verb, operands }) => ({
    keeps: verb === 'state',
    set: eitherSet(readEach(operands, context, ({ text }) => stateSet(text, column))),
  }));
  const tests = read.map(({ set }) => isIn(column, set, columns));
  const readColumns = new Set(read.flatMap(({ set }) => columnsRead(column, set, columns)));
  const startsFull = !read[0]!.keeps;
  const test: Predicate = (view) => {
    for (let at = tests.length - 1; at >= 0; at--) if (tests[at]!(view)) return read[at]!.keeps;
    return startsFull;
  };
  return on([...readColumns], test, statesLeft(read));
};
