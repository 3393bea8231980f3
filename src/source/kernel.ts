import { type Problem, UsageError } from '../core/errors.ts';
import type { SourceOptions } from '../core/request.ts';
import { type FileSystem, nodeFileSystem } from './filesystem.ts';
import { type Location, locate } from './location.ts';
import { Machine } from './machine.ts';
import { Namespace } from './namespace.ts';
import type { Origin } from './origin.ts';
import { Problems } from './problems.ts';
import { findTree, treeInMemory } from './tree.ts';

/** Finds the namespace for a `--netns` argument; resolving names is not this room's job. */
type FindNamespace = (machine: Machine, word: string) => Location;

type OnProblem = (problem: Problem) => void;

/** The place named by the source options. Resolved on first use and kept, so that a reused pid is never followed. */
export class KernelPlace {
  readonly #options: SourceOptions;
  readonly #files: FileSystem;
  readonly #origin: Origin | null;
  readonly #findNamespace: FindNamespace | undefined;
  #found: { readonly machine: Machine; readonly location: Location } | null = null;

  /** `origin` describes files held in memory. `findNamespace` is required if the options name a namespace. */
  constructor(
    options: SourceOptions,
    files: FileSystem = nodeFileSystem,
    origin: Origin | null = null,
    findNamespace?: FindNamespace,
  ) {
    this.#options = options;
    this.#files = files;
    this.#origin = origin;
    this.#findNamespace = findNamespace;
  }

  /** Starts a reading. Throws `ReadError` if there is no such place or its process has ended. */
  open(onProblem?: OnProblem): Namespace {
    const { machine, location } = this.find();
    const namespace = new Namespace(machine, location, new Problems(onProblem));
    for (const problem of this.#origin?.problems ?? []) namespace.problem(problem);
    return namespace;
  }

  /** Locates it. Throws `ReadError` if there is no such place. */
  find(): { readonly machine: Machine; readonly location: Location } {
    if (this.#found === null) {
      const tree = this.#origin === null ? findTree(this.#options, this.#files) : treeInMemory(this.#files);
      if (tree.kind !== 'copy' && this.#options.endian !== undefined)
        throw new UsageError(
          '--endian applies to copies only; the running kernel uses the byte order of this machine',
          '--endian',
        );
      const machine = new Machine(tree, this.#options.endian, this.#origin);
      this.#found = { machine, location: this.#locate(machine) };
    }
    return this.#found;
  }

  #locate(machine: Machine): Location {
    const { netns } = this.#options;
    return netns === undefined ? locate(machine.tree) : this.#findNamespace!(machine, netns);
  }
}
