import type { Found } from '../check/readings.ts';
import type { Account } from '../core/account.ts';
import { describeProblem } from '../core/errors.ts';
import type { Families } from './family.ts';

const up = {
  name: 'procnet_source_up',
  type: 'gauge',
  help: 'Whether the kernel file could be read: 1 if so, 0 if in one of the network namespaces it was denied or unlike what the kernel writes. A file that this kernel does not have has no series. From /proc/net.',
} as const;

const problems = {
  name: 'procnet_reading_problems',
  type: 'gauge',
  help: 'Lines and files that could not be read this time: what they hold is missing from the other series. From /proc/net.',
} as const;

/** The accounts and failures of one sample's readings, without duplicates. */
export type Accounts = { readonly accounts: readonly Account[]; readonly failures: readonly Error[] };

export const accountsOf = (found: readonly Found<unknown>[]): Accounts => ({
  accounts: [...new Set(found.flatMap(({ account }) => account ?? []))],
  failures: [
    ...new Map(
      found.flatMap(({ failure }) => (failure === null ? [] : [[failure.message, failure]])),
    ).values(),
  ],
});

/** A missing file is a valid result. */
const isAbsence = (error: Error): boolean => 'code' in error && error.code === 'ENOENT';

/** `stat/arp_cache` from `/proc/net/stat/arp_cache` or `/proc/42/net/stat/arp_cache`. */
const sourceOf = (path: string, net: string): string =>
  path.startsWith(`${net}/`) ? path.slice(net.length + 1) : path.replace(/^.*\/net\//, '');

const failedPaths = ({ failures }: Accounts): readonly string[] =>
  failures
    .filter((error) => !isAbsence(error))
    .flatMap((error) => ('path' in error ? String(error.path) : []));

/** Adds which files could be read. `net` is their directory. */
export const addSources = (accounts: Accounts, net: string, families: Families): void => {
  const states = new Map<string, number>();
  const note = (path: string, value: number): void => {
    const source = sourceOf(path, net);
    states.set(source, Math.min(value, states.get(source) ?? 1));
  };
  for (const { path, state } of accounts.accounts.flatMap(({ sources }) => sources))
    if (state !== 'absent') note(path, state === 'ok' || state === 'empty' ? 1 : 0);
  for (const path of failedPaths(accounts)) note(path, 0);
  for (const [source, value] of [...states].toSorted()) families.add(up, { source }, value);
  const count = accounts.accounts.reduce((sum, { problemCount }) => sum + problemCount, 0);
  families.add(problems, {}, count + failedPaths(accounts).length);
};

/** More warnings than this are counted, not listed. */
const mostListed = 10;

/** What is missing from a reading, without duplicates. */
export const warningsOf = ({ accounts, failures }: Accounts): readonly string[] => {
  const all = new Set([
    ...failures.filter((error) => !isAbsence(error)).map(({ message }) => message),
    ...accounts.flatMap((account) => account.problems.map(describeProblem)),
  ]);
  const listed = [...all].slice(0, mostListed);
  return all.size > mostListed ? [...listed, `${all.size - mostListed} more warnings suppressed`] : listed;
};
