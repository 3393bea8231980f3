import type { OnProgress } from '../core/progress.ts';
import type { SourceOptions } from '../core/request.ts';
import { loadFinder, type NamespaceFinder } from '../request/namespaces.ts';
import { type Place as Loaded, loadPlace } from '../request/place.ts';
import { KernelPlace } from '../source/kernel.ts';
import type { Machine } from '../source/machine.ts';
import type { Surroundings } from './run.ts';

/** Where samples are read from. */
export type Place = Pick<Loaded, 'files' | 'origin'> & {
  readonly source: SourceOptions;
  /** Set if the source names a network namespace. */
  readonly finder: NamespaceFinder | null;
  /** A monotonic clock, in seconds. */
  readonly clock: () => number;
  readonly onProgress: OnProgress | null;
};

/**
 * Reads a snapshot if the source names one. Throws any error from reading it. `isAcross`: every network namespace will be
 * read.
 */
export const placeFor = async (
  source: SourceOptions,
  { files, now, onProgress = null }: Surroundings,
  isAcross = false,
): Promise<Place> => ({
  ...(await loadPlace(source, files)),
  source,
  finder: await loadFinder({ source }, isAcross),
  clock: () => now() / 1000,
  onProgress,
});

/** The network namespace, before it is read. */
export const kernelOf = ({ source, files, origin, finder }: Place): KernelPlace =>
  new KernelPlace(source, files, origin, finder?.findNamespace);

/**
 * Whether it is a running kernel, so that a second sample can be taken. Throws `ReadError` if there is nothing to read.
 */
export const isLive = (place: Place): boolean => {
  const kernel = kernelOf(place).open();
  kernel.close();
  return kernel.live;
};

/** Namespaces are searched once per sample, not once per report. */
export const lookingOnce = (finder: NamespaceFinder): { place: NamespaceFinder; forget(): void } => {
  let found: ReturnType<typeof finder.findNamespaces> | null = null;
  return {
    place: {
      ...finder,
      findNamespaces(machine: Machine) {
        found ??= finder.findNamespaces(machine);
        return found;
      },
    },
    forget() {
      found = null;
    },
  };
};
