import { UsageError } from '../../core/errors.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { Cursor } from './cursor.ts';
import { endpoint } from './endpoint.ts';
import { limit, measure } from './measure.ts';
import { measures, type Parsed, type Severity, type Subject } from './syntax.ts';

const longestText = 10_000;
const deepest = 100;

const word = /\S+/;

const operand =
  (kind: 'addr' | 'route' | 'neighbour', expected: string) =>
  (cursor: Cursor): Subject => ({ kind, operand: cursor.expect(word, `expected ${expected}`) });

const socket =
  (kind: 'listen' | 'free' | 'drained') =>
  (cursor: Cursor): Subject => ({ kind, endpoint: endpoint(cursor) });

const established = (cursor: Cursor): Subject => ({
  kind: 'established',
  endpoint: endpoint(cursor),
  limit: cursor.isAtEnd ? null : limit(cursor),
});

/** Socket names may contain spaces, so everything that follows is the name. */
const unix = (cursor: Cursor): Subject => {
  const { text } = cursor.expect(/.+/s, 'expected the path of a unix socket, or @NAME');
  return { kind: 'unix', path: text.trimEnd() };
};

const iface = (cursor: Cursor): Subject => {
  const { text: name } = cursor.expect(word, 'expected the name of an interface');
  const state = cursor.isAtEnd ? null : cursor.expect(/(up|carrier)(?=\s|$)/, 'expected "up" or "carrier"');
  return { kind: 'iface', name, state: (state?.text as 'up' | 'carrier' | undefined) ?? null };
};

/** What a condition may start with, besides `not` and the functions in `measures`. */
const subjects: Readonly<Record<string, (cursor: Cursor) => Subject>> = {
  listen: socket('listen'),
  free: socket('free'),
  established,
  drained: socket('drained'),
  unix,
  iface,
  addr: operand('addr', 'an address'),
  route: operand('route', '"default" or a network such as 10.0.0.0/8'),
  arp: operand('neighbour', 'an IPv4 address'),
};

/** The words a condition may start with. */
export const heads: readonly string[] = [...Object.keys(subjects), 'not', ...measures];

const unknownHead = (head: string): string => {
  const near = nearest(head, heads);
  const hint = near === null ? `expected ${heads.join(', ')}` : `did you mean ${near}?`;
  return `unknown condition "${visible(head.slice(0, 40))}"; ${hint}`;
};

const subject = (cursor: Cursor, depth = 0): Subject => {
  if (depth > deepest) throw cursor.error(`more than ${deepest} levels of "not"`);
  const start = cursor.at;
  const { text: head } = cursor.expect(/[^\s(]+|\(/, 'expected a condition such as "listen :8080"');
  if (head === 'not') return { kind: 'not', subject: subject(cursor, depth + 1) };
  const known = measures.find((name) => name === head);
  if (known !== undefined) return measure(cursor, known);
  if (!Object.hasOwn(subjects, head)) throw cursor.error(unknownHead(head), start);
  return subjects[head]!(cursor);
};

const severities: Readonly<Record<string, Severity>> = {
  warn: 'warning',
  warning: 'warning',
  crit: 'critical',
  critical: 'critical',
};

/** Parses `[warn|crit] [NAME:] CONDITION`. Throws a `UsageError` with a caret under the error. */
export const parseCondition = (text: string, place: string | null = null): Parsed => {
  if (text.length > longestText)
    throw new UsageError(`bad condition: longer than ${longestText} characters (${text.length})`);
  const cursor = new Cursor(text.trimStart(), place);
  const severity = cursor.take(/(warn(ing)?|crit(ical)?)(?=\s)/);
  const name = cursor.take(/[A-Za-z][\w.-]*:(?=\s)/);
  const parsed = subject(cursor);
  if (!cursor.isAtEnd) throw cursor.error('expected the end of the condition');
  return {
    text: cursor.text.trimEnd(),
    place,
    name: name?.text.slice(0, -1) ?? null,
    severity: severities[severity?.text ?? 'crit']!,
    subject: parsed,
  };
};
