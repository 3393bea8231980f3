import type { BoundColumn } from './column.ts';
import { type FoundNamespace, shortId } from './namespace.ts';
import type { Report, ScanContext } from './report.ts';

/** The columns that identify the namespace a row belongs to. */
const columnsOf = (current: () => FoundNamespace): readonly BoundColumn[] => [
  {
    name: 'netns',
    kind: 'text',
    help: 'The network namespace, as accepted by --netns.',
    read: () => current().facts.netns,
  },
  {
    name: 'container',
    kind: 'text',
    help: 'The container that owns the namespace: its id, or its name if the runtime uses names.',
    read: () => current().facts.container,
    text: shortId,
    givesWay: { rank: 1, ifEmpty: true },
  },
];

/** The report, scanned in each of the machine's network namespaces in turn. */
export const acrossNamespaces = (report: Report): Report => {
  let current: FoundNamespace | null = null;
  const scanAll = function* (context: ScanContext): Generator<never> {
    for (const found of context.namespaces?.() ?? []) {
      if (found.kernel === null) continue;
      for (const view of report.scan({ ...context, kernel: found.kernel })) {
        // Another scan of the same report may have run meanwhile.
        current = found;
        yield view;
      }
    }
  };
  return {
    ...report,
    readsNamespaces: true,
    identity: ['netns', ...report.identity],
    ...(report.watched === undefined ? {} : { watched: ['netns', 'container', ...report.watched] }),
    columns: [...columnsOf(() => current!), ...report.columns],
    scan: scanAll,
  };
};
