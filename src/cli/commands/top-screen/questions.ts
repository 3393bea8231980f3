import type { BoundColumn } from '../../../core/column.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Report } from '../../../core/report.ts';
import type { Request } from '../../../core/request.ts';
import { visible } from '../../../core/text.ts';
import { humanized } from '../../../formats/human.ts';
import { applyOptions } from '../../../options/apply.ts';
import { completeDraft, draftOf } from '../../../options/draft.ts';
import { optionsOf } from '../../../options/index.ts';
import { type Answer, ask } from '../../../request/ask.ts';
import { loadFilters } from '../../../request/filter.ts';
import { loadFinder } from '../../../request/namespaces.ts';
import { verdictOf } from '../../../request/verdict.ts';
import { compared } from '../../../samples/compare.ts';
import type { FileSystem } from '../../../source/filesystem.ts';
import { allNamespaces } from '../../../top/namespaces.ts';
import type { Question, Sample, State } from '../../../top/state.ts';
import { sampleOf, Taking } from '../../../top/take.ts';

/** The data source. */
export type Place = {
  readonly files: FileSystem;
  /** Another procfs; null for this machine's. */
  readonly proc: string | null;
  /** Milliseconds between samples. */
  readonly interval: number;
  readonly now: () => Date;
};

/** A parsed question, asked at each tick. */
export type Asked = {
  /** Sortable columns. */
  readonly columns: readonly BoundColumn[];
  read(pulse: string): Sample;
};

const items = (text: string): readonly string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

type GivenNamespace = readonly [option: string, words: readonly string[]];

const allGiven: GivenNamespace = ['allNetns', []];
const oneGiven = (word: string): GivenNamespace => ['netns', [word]];

const givenBy = (question: Question, report: Report, place: Place): Map<string, readonly string[]> => {
  const given = new Map<string, readonly string[]>();
  const options = optionsOf(report);
  if (question.where.trim() !== '') given.set('where', [question.where]);
  if (items(question.columns).length > 0) given.set('columns', items(question.columns));
  if (items(question.countBy).length > 0) given.set('countBy', items(question.countBy));
  if (question.listening && options['listening'] !== undefined) given.set('listening', []);
  // A counter unchanged for one tick would leave the list and come back.
  if (options['zeros'] !== undefined) given.set('zeros', []);
  if (place.proc !== null) given.set('proc', [place.proc]);
  if (question.netns !== '' && options['netns'] !== undefined)
    given.set(...(question.netns === allNamespaces ? allGiven : oneGiven(question.netns)));
  return given;
};

const requestOf = (question: Question, report: Report, place: Place, words: readonly string[]): Request => {
  const draft = draftOf(report);
  applyOptions(draft, optionsOf(report), givenBy(question, report, place));
  if (words.length > 0) report.words?.take(draft as never, words);
  draft.repeat.interval = place.interval;
  return compared(completeDraft(draft, 'plain'), place.now(), () => performance.now() / 1000);
};

/** Copied columns of each row: all that cost no search, for the details, plus the visible ones. */
const copiedOf = (request: Request, answer: Answer): readonly BoundColumn[] => {
  if (request.countBy !== null) return answer.columns;
  const shown = new Set(answer.columns.map(({ name }) => name));
  const others = request.report.columns.filter(({ name, needs }) => needs === undefined && !shown.has(name));
  return [...answer.columns, ...others];
};

const caveatOf = (request: Request, account: Parameters<typeof verdictOf>[1]): string | null =>
  verdictOf(request, account).warnings[0] ?? null;

/** Parses a question. Throws `UsageError`. */
export const understood = async (
  question: Question,
  report: Report,
  place: Place,
  words: readonly string[] = [],
): Promise<Asked> => {
  const request = requestOf(question, report, place, words);
  const filters = await loadFilters(request);
  const answer = ask(request, { ...filters, files: place.files, finder: await loadFinder(request) });
  const copied = copiedOf(request, answer);
  const identity =
    request.countBy === null
      ? request.report.identity
      : answer.columns.map(({ name }) => name).filter((name) => name !== 'count');
  return {
    columns: copied,
    read(pulse) {
      const taking = new Taking(copied, identity);
      const account = answer.read((view) => taking.take(view));
      const time = place.now().toISOString().slice(11, 19);
      const about = { time: `${time}Z`, pulse, caveat: caveatOf(request, account) };
      return sampleOf(taking, answer.columns.map(humanizedRate), about);
    },
  };
};

const humanizedRate = (column: BoundColumn): BoundColumn =>
  column.kind === 'rate' ? humanized(column) : column;

/** The sort with its column's name, which may have been typed as its heading. */
export const namedSort = (sort: State['sort'], { columns }: Asked): State['sort'] => {
  if (sort === null) return null;
  const found = columns.find(({ name, heading }) => name === sort.name || heading === sort.name);
  if (found !== undefined) return { ...sort, name: found.name };
  const names = columns.map(({ name }) => name).join(', ');
  throw new UsageError(`--sort: no such column "${visible(sort.name)}"\ncolumns: ${names}`, '--sort');
};
