import { statesOf } from '../../glossary/states.ts';
import { type Condition, on, some } from './condition.ts';
import { BadWord, type Context } from './context.ts';
import { endpointsTest, portsTest } from './ends.ts';
import { statesTest } from './states.ts';
import { subjectNamed, unknownWord } from './subjects.ts';
import type { Operand, Test } from './syntax.ts';

/** A state name known to the report's column; not a code, which could also be a number. */
const bareState = (word: Operand, context: Context): Condition | null => {
  const column = context.columns.find(({ kind }) => kind === 'state');
  if (column === undefined || !/^[a-z]/i.test(word.text)) return null;
  return statesOf(word.text, column.values ?? []) === null ? null : statesTest(column, [word], context);
};

const bareFlag = ({ text }: Operand, { columns }: Context): Condition | null => {
  const column = columns.find(({ name, kind }) => name === text && kind === 'flag');
  return column === undefined ? null : on([column], (view) => column.read(view) === true);
};

/** `:8080`, `8000-8010/tcp`. */
const isPort = (word: string): boolean => /^:|^\d+(-\d+)?\/[a-z]/i.test(word);

/** An address, network, endpoint or unix socket path; all contain a character that no other word has. */
const isAddress = (word: string): boolean => /[.:/]|^@/.test(word) && !/^[a-z_]+\.[a-z_]+$/i.test(word);

const barePort = (word: Operand, context: Context): Condition | null => {
  const ports = context.columns.filter(({ kind }) => kind === 'port');
  if (!isPort(word.text)) return null;
  if (ports.length === 0) throw new BadWord('this report has no ports');
  return some(ports.map((column) => portsTest(column, [word], context)));
};

const bareAddress = (word: Operand, context: Context): Condition | null => {
  const addresses = context.columns.filter(({ kind }) => kind === 'address');
  if (!isAddress(word.text)) return null;
  if (addresses.length === 0) throw new BadWord('this report has no addresses');
  return endpointsTest(addresses, [word], context);
};

/** A word without an operator: a state, a flag, or a port or address of either end. */
export const bareWord = ({ subject, at }: Test, context: Context): Condition => {
  const word: Operand = { text: subject, quoted: false, flags: null, at };
  context.note(word);
  const condition =
    bareState(word, context) ??
    bareFlag(word, context) ??
    barePort(word, context) ??
    bareAddress(word, context);
  if (condition !== null) return condition;
  if (subjectNamed(subject, context.columns) === null)
    throw new BadWord(unknownWord(subject, context.columns));
  throw new BadWord(`expected an operator and a value after "${subject}"`);
};
