import type { Remark } from '../core/account.ts';
import type { Holder } from '../core/column.ts';
import { isPattern } from '../core/glob.ts';
import type { Kernel, Report } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { nearestName } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { interfaceList } from '../lookup/addresses/interface-list.ts';
import type { KernelLookups } from '../lookup/lookups.ts';
import { holderTest } from '../query/expression/holders.ts';

const suggestion = (word: string, known: readonly string[]): string => {
  const near = nearestName(word, known);
  return near === null ? '' : `; did you mean ${visible(near)}?`;
};

/** Requested interface names that do not exist. */
const unknownInterfaces = ({ filter }: Request, kernel: Kernel): readonly Remark[] => {
  const asked = [...(filter.interface ?? []), ...(filter.interfaceStrict ?? [])].filter(
    (word) => !isPattern(word),
  );
  if (asked.length === 0) return [];
  const known = interfaceList(kernel);
  if (known.length === 0) return [];
  return asked
    .filter((word) => !known.includes(word))
    .map((word) => ({
      kind: 'error',
      text: `no such interface: ${visible(word)}${suggestion(word, known)}`,
    }));
};

const hiddenOwners = (sockets: number, isRoot: boolean | null): string =>
  `; owners of ${sockets} socket${sockets === 1 ? '' : 's'} are hidden${isRoot === false ? ' (try as root)' : ''}`;

/** How many rows match, and how many more could. */
type Found = { readonly rows: number; readonly undecided: number; readonly isRoot: boolean | null };

/** Requested processes that hold no socket, or none whose owner is visible. */
const unknownProcesses = (
  { filter }: Request,
  { undecided, isRoot }: Found,
  lookups: KernelLookups,
): readonly Remark[] => {
  const holders = lookups.allHolders();
  const names = [...new Set(holders.map(({ name }) => name))];
  return (filter.process ?? [])
    .filter((word) => !holders.some(holderTest(word)))
    .map((word) => {
      const isPid = /^\d+$/.test(word);
      const isOpen = undecided > 0;
      const seen = isOpen ? 'visible ' : '';
      const what = isPid
        ? `process ${word} has no ${seen}sockets`
        : `no ${seen}process named ${visible(word)} has a socket`;
      const text = `${what}${isOpen ? hiddenOwners(undecided, isRoot) : ''}${isPid ? '' : suggestion(word, names)}`;
      return { kind: 'error', text, ...(isOpen ? { countsUndecided: true } : {}) };
    });
};

const inodesOf = (
  report: Report,
  request: Request,
  kernel: Kernel,
  lookups: KernelLookups,
): ReadonlySet<number> => {
  const inode = report.columns.find(({ name }) => name === 'inode')!;
  const views = report.scan({
    kernel,
    wanted: new Set(['inode']),
    states: null,
    switches: report.everything!(request.switches),
    lookups,
  });
  const inodes = new Set<number>();
  for (const view of views) inodes.add((inode.read(view) as number | null) ?? 0);
  return inodes;
};

/** Sockets of the requested processes that are in none of this namespace's tables. */
const unlisted = (request: Request, kernel: Kernel, lookups: KernelLookups): readonly Remark[] => {
  const { report, filter } = request;
  if (report.everything === undefined) return [];
  const tests = (filter.process ?? []).map((word) => holderTest(word));
  const held = lookups.inodesOf((holder: Holder) => tests.some((test) => test(holder)));
  if (held.size === 0) return [];
  const listed = inodesOf(report, request, kernel, lookups);
  const missing = [...held].filter((inode) => !listed.has(inode)).length;
  if (missing === 0) return [];
  const text = `${missing} more socket${missing === 1 ? '' : 's'} of these processes ${missing === 1 ? 'is' : 'are'} not in any table (unbound, closed, or of another family or namespace)`;
  return [{ kind: 'note', text }];
};

/**
 * Remarks on names in a filter after the rows are read: names that match nothing, and sockets of processes that are not in
 * the rows. Not having a socket is not an error if the number of rows is asserted.
 */
export const remarksOnNames = (
  request: Request,
  found: Found,
  kernel: Kernel,
  lookups: KernelLookups,
): readonly Remark[] => {
  const { filter, exit } = request;
  const processes =
    filter.process === undefined
      ? []
      : [
          ...(found.rows === 0 && exit.rows === null ? unknownProcesses(request, found, lookups) : []),
          ...unlisted(request, kernel, lookups),
        ];
  return [...unknownInterfaces(request, kernel), ...processes];
};
