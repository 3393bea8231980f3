import type { NoHolderReason } from '../core/account.ts';
import type { BoundColumn } from '../core/column.ts';
import type { Lookups, Report } from '../core/report.ts';
import type { Predicate } from '../query/expression/logic.ts';

type OwnerCount = {
  readonly unowned: Readonly<Record<NoHolderReason, number>>;
  /** Wraps the test to count rows that pass without a known owner. */
  through(test: Predicate): Predicate;
};

/** Counts resulting rows with an unknown owner, each once, however often the column is read. */
export const ownerCount = (report: Report, shown: readonly BoundColumn[], lookups: Lookups): OwnerCount => {
  const unowned: Record<NoHolderReason, number> = { none: 0, denied: 0, kernel: 0, absent: 0 };
  const owners = shown.find(({ needs }) => needs === 'owners');
  const inode = report.columns.find(({ name }) => name === 'inode');
  const portId = report.columns.find(({ name }) => name === 'portId');
  if (owners === undefined || inode === undefined) return { unowned, through: (test) => test };
  return {
    unowned,
    through: (test) => (view) => {
      if (!test(view)) return false;
      if (owners.read(view) !== null) return true;
      const isKernels = portId?.read(view) === 0;
      unowned[isKernels ? 'kernel' : lookups.whyUnknown((inode.read(view) as number | null) ?? 0)]++;
      return true;
    },
  };
};
