import type { Problem } from '../core/errors.ts';
import type { SourceOptions } from '../core/request.ts';
import { type FileSystem, nodeFileSystem } from './filesystem.ts';
import { guardedFiles } from './guarded.ts';
import { type Location, locate } from './location.ts';
import { Machine } from './machine.ts';
import { Namespace } from './namespace.ts';
import { Problems } from './problems.ts';
import { findTree } from './tree.ts';

type OnProblem = (problem: Problem) => void;

/** A namespace whose machine is opened for it alone. */
export class KernelSource extends Namespace {
  constructor(
    place: { readonly net: string; readonly root: string | null; readonly live: boolean },
    options: SourceOptions,
    files: FileSystem,
    onProblem: OnProblem,
  ) {
    const path = place.root ?? place.net;
    const tree = place.live
      ? ({ path, kind: 'mount', root: place.root, files } as const)
      : ({ path, kind: 'copy', root: place.root, files: guardedFiles(files, path) } as const);
    super(new Machine(tree, options.endian), { net: place.net }, new Problems(onProblem));
  }
}

/** Where the options say that kernel text is. Decided when it is first read, and kept: a pid is one process, not the next. */
export class KernelPlace {
  readonly #options: SourceOptions;
  readonly #files: FileSystem;
  #found: { readonly machine: Machine; readonly location: Location } | null = null;

  constructor(options: SourceOptions, files: FileSystem = nodeFileSystem) {
    this.#options = options;
    this.#files = files;
  }

  /** Begins a reading. Throws `ReadError` if there is no such place, or its process has ended since. */
  open(onProblem?: OnProblem): Namespace {
    const { machine, location } = this.#find();
    return new Namespace(machine, location, new Problems(onProblem));
  }

  #find(): { readonly machine: Machine; readonly location: Location } {
    if (this.#found === null) {
      const tree = findTree(this.#options, this.#files);
      const machine = new Machine(tree, this.#options.endian);
      this.#found = { machine, location: locate(tree, this.#options.pid) };
    }
    return this.#found;
  }
}

/** Opens the kernel's text where the options say. Throws `ReadError` if there is no such place. */
export const openKernel = (
  options: SourceOptions,
  onProblem?: OnProblem,
  files: FileSystem = nodeFileSystem,
): Namespace => new KernelPlace(options, files).open(onProblem);
