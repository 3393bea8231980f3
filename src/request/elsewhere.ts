import { acrossNamespaces } from '../core/across-namespaces.ts';
import { ReadError, UnsupportedError } from '../core/errors.ts';
import { type NamespaceFacts, shortId } from '../core/namespace.ts';
import type { Request } from '../core/request.ts';
import { visible } from '../core/text.ts';
import { findNamespaces } from '../lookup/namespaces/find-namespaces.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { KernelPlace } from '../source/kernel.ts';
import { ask, type Given } from './ask.ts';
import { loadGiven } from './given.ts';

const mostNamed = 3;

/** Whether a single namespace of this machine was read, with a filter on a port or a process. */
const isWorthLooking = ({ report, source }: Request, { filter }: Given): boolean =>
  source.netns === undefined &&
  source.from === undefined &&
  source.proc === undefined &&
  !report.readsNamespaces &&
  report.columns.some(
    ({ name, kind, needs }) => filter?.reads.has(name) && (kind === 'port' || needs === 'owners'),
  );

/** The namespaces in which rows match, as `--netns` takes them. */
const namespacesWithRows = (request: Request, given: Given): ReadonlySet<string> => {
  const names = new Set<string>();
  const { columns, read } = ask(request, given);
  read((row) => names.add(String(columns[0]!.read(row))));
  return names;
};

const textOf = ({ netns, runtime, container, leaderPid }: NamespaceFacts): string => {
  const kind = container === null ? '' : `${runtime ?? 'container'} ${shortId(container)}, `;
  return `--netns ${visible(netns)} (${kind}pid ${leaderPid ?? 'unknown'})`;
};

/**
 * A hint after an empty result: the namespaces that have a match. Reads every namespace of the machine. Null if there
 * is none, or the filter is on something else.
 */
export const foundElsewhere = async (
  request: Request,
  given: Given,
  files: FileSystem,
): Promise<string | null> => {
  if (!isWorthLooking(request, given)) return null;
  try {
    return await lookElsewhere(request, files);
  } catch (error) {
    // The result is valid without it.
    if (error instanceof ReadError || error instanceof UnsupportedError) return null;
    throw error;
  }
};

const lookElsewhere = async (request: Request, files: FileSystem): Promise<string | null> => {
  const everywhere: Request = {
    ...request,
    report: acrossNamespaces(request.report),
    columns: ['netns'],
    sort: [],
    limit: Number.POSITIVE_INFINITY,
    countBy: null,
    having: [],
  };
  const names = namespacesWithRows(everywhere, await loadGiven(everywhere, files));
  const { machine } = new KernelPlace(request.source, files).find();
  const found = findNamespaces(machine).filter(({ facts }) => names.has(facts.netns));
  if (found.length === 0) return null;
  const more = found.length > mostNamed ? ` and ${found.length - mostNamed} more (--all-netns)` : '';
  const places = found.slice(0, mostNamed).map(({ facts }) => textOf(facts));
  return `in another network namespace: ${places.join(', ')}${more}`;
};
