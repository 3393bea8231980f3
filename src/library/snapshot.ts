import { loadPlace, type Place } from '../request/place.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { requireForm, text } from './arguments.ts';

/** An opened snapshot, held in memory. Pass it to reports as `from`. */
export type Snapshot = {
  /** An archive that `procnet snapshot` wrote, what `tail -n +1 FILES` printed, or one table. */
  readonly form: 'archive' | 'stream' | 'table';
  /** When it was taken (ISO 8601); null unless it is an archive. */
  readonly takenAt: string | null;
  /** The machine's host name. */
  readonly host: string | null;
  /** Differs after a restart. */
  readonly bootId: string | null;
  /** The kernel's release, such as `6.1.0`. */
  readonly kernel: string | null;
};

const places = new WeakMap<Snapshot, Place>();

/**
 * Opens a file that `procnet snapshot` wrote, or one with what `tail -n +1 FILES` printed below `/proc/net`. Nothing is
 * unpacked to disk; sizes and counts are bounded.
 * @param path the file; `-` for stdin
 * @throws UsageError if the path is not a string
 * @throws ReadError if the file cannot be read
 * @throws UnsupportedError if it is damaged, or not a snapshot
 */
export const openSnapshot = async (path: string): Promise<Snapshot> => {
  requireForm('path', path, text);
  const place = await loadPlace({ from: path }, nodeFileSystem);
  const { form, startedAt, host, bootId, kernel } = place.info!;
  const snapshot = { form, takenAt: startedAt, host, bootId, kernel };
  places.set(snapshot, place);
  return snapshot;
};

/** Where the reports of a snapshot are read; undefined for anything else. */
export const placeOf = (snapshot: Snapshot): Place | undefined => places.get(snapshot);
