import type { SourceOptions } from '../core/request.ts';
import { type Moment, momentOf } from '../snapshot/moment.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { KernelPlace } from '../source/kernel.ts';
import { loadPlace, type Place } from './place.ts';

/** One of two compared readings: its place, and what determines whether it is comparable. */
export type Side = { readonly place: Place; readonly source: SourceOptions; readonly moment: Moment };

const inodeOf = (files: FileSystem, net: string): string | null => {
  try {
    return String(files.stat(`${net}/dev`).inode);
  } catch {
    return null;
  }
};

const momentHere = (source: SourceOptions, { files, origin }: Place): Moment => {
  const { machine, location } = new KernelPlace(source, files, origin).find();
  return {
    host: machine.sysctl('kernel/hostname'),
    bootId: machine.bootId,
    uid: machine.live ? machine.uid : null,
    redaction: null,
    namespace: machine.live ? inodeOf(machine.files, location.net) : null,
  };
};

const isDirectory = (files: FileSystem, path: string): boolean => {
  try {
    return path !== '-' && files.stat(path).kind === 'directory';
  } catch {
    return false;
  }
};

/** The source a name on the command line means: a copied tree, or a snapshot in a file or on stdin. */
export const sourceNamed = (path: string, files: FileSystem): SourceOptions =>
  isDirectory(files, path) ? { proc: path } : { from: path };

/** Whether it shows every network namespace of its machine. */
export const showsAllNamespaces = ({ place: { info } }: Side): boolean => info === null || info.allNamespaces;

/** A snapshot, a stream, a copied tree, or this machine now. Throws any error from reading it. */
export const loadSide = async (source: SourceOptions, files: FileSystem): Promise<Side> => {
  const place = await loadPlace(source, files);
  return { place, source, moment: place.info === null ? momentHere(source, place) : momentOf(place.info) };
};
