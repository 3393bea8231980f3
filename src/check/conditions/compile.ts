import type { Report } from '../../core/report.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { machineMeanings } from '../../lookup/meanings.ts';
import { entryNamed, registry } from '../../reports/registry.ts';
import { changes, type Evidence, levels } from '../readings.ts';
import { comparedWith } from './compared.ts';
import type { Context } from './context.ts';
import { negated, type Test } from './judgement.ts';
import { errorAt, type Parsed, type Part, type Subject } from './syntax.ts';

/** A condition ready to be evaluated. */
export type Condition = Parsed &
  Test & {
    /** Whether it compares two samples, so that one is not enough. */
    readonly needsTwo: boolean;
  };

type ConditionOptions = Pick<Context, 'owners' | 'strictFamily'>;

/** Loads each report named in conditions once. */
class Reports {
  readonly #levels = new Map<string, Promise<Evidence>>();
  readonly #changes = new Map<string, Promise<Evidence>>();

  get({ text, at }: Part, isCompared: boolean, error: Context['error']): Promise<Evidence> {
    const entry = entryNamed(text);
    if (entry === undefined) throw error(unknownReport(text), at);
    const made = isCompared ? this.#changes : this.#levels;
    const evidence =
      made.get(entry.name) ??
      entry.load().then((report: Report) => (isCompared ? changes(report) : levels(report)) as Evidence);
    made.set(entry.name, evidence);
    return evidence;
  }
}

const unknownReport = (word: string): string => {
  const names = registry.map(({ name }) => name);
  const near = nearest(word, names);
  return `no such report: "${visible(word)}"; ${near === null ? `reports: ${names.join(', ')}` : `did you mean ${near}?`}`;
};

/** The code for each kind of condition is loaded on first use. */
const compiled = async (subject: Subject, reports: Reports, context: Context): Promise<Test> => {
  switch (subject.kind) {
    case 'listen':
    case 'free':
    case 'drained':
    case 'established':
      return aboutSockets(subject, context);
    case 'unix':
      return (await import('./unix.ts')).hasUnixSocket(subject.path, context);
    case 'iface':
    case 'addr':
    case 'route':
    case 'neighbour':
      return aboutNetwork(subject, context);
    case 'measure': {
      const { isMeasured } = await import('./measured.ts');
      const evidence = await reports.get(subject.report, isTwice(subject), context.error);
      return isMeasured(subject, evidence, context);
    }
    case 'not': {
      const { readings, judge } = await compiled(subject.subject, reports, context);
      return { readings, judge: (sample) => negated(judge(sample)) };
    }
  }
};

const aboutSockets = async (
  subject: Extract<Subject, { readonly endpoint: unknown }>,
  context: Context,
): Promise<Test> => {
  const { isDrained, isEstablished, isFree, listens } = await import('./sockets.ts');
  if (subject.kind === 'established') {
    const limit = subject.limit === null ? null : comparedWith(subject.limit, { kind: 'integer' }, context);
    return isEstablished(subject.endpoint, limit ?? { comparison: '>=', number: 1 }, context);
  }
  const made = { listen: listens, free: isFree, drained: isDrained }[subject.kind];
  return made(subject.endpoint, context);
};

const aboutNetwork = async (
  subject: Extract<Subject, { readonly kind: 'iface' | 'addr' | 'route' | 'neighbour' }>,
  context: Context,
): Promise<Test> => {
  const { hasAddress, hasInterface, hasRoute, isResolved } = await import('./network.ts');
  if (subject.kind === 'iface') return hasInterface(subject.name, subject.state);
  const made = { addr: hasAddress, route: hasRoute, neighbour: isResolved }[subject.kind];
  return made(subject.operand, context);
};

const isTwice = (subject: Subject): boolean =>
  subject.kind === 'not'
    ? isTwice(subject.subject)
    : subject.kind === 'measure' && (subject.measure === 'delta' || subject.measure === 'rate');

/** Resolves the words in conditions. Throws `UsageError`, with a caret under an unknown word. */
export const compileConditions = (
  parsed: readonly Parsed[],
  options: ConditionOptions,
): Promise<readonly Condition[]> => {
  const reports = new Reports();
  const meanings = machineMeanings();
  return Promise.all(
    parsed.map(async (condition) => {
      const error: Context['error'] = (message, at) => errorAt(condition, at, message);
      const context: Context = { ...options, meanings, error };
      return {
        ...condition,
        ...(await compiled(condition.subject, reports, context)),
        needsTwo: isTwice(condition.subject),
      };
    }),
  );
};
