import { type Problem, UsageError } from '../core/errors.ts';
import type { SourceOptions } from '../core/request.ts';
import { type FileSystem, nodeFileSystem } from './filesystem.ts';
import { type Location, locate } from './location.ts';
import { Machine } from './machine.ts';
import { Namespace } from './namespace.ts';
import type { Origin } from './origin.ts';
import { Problems } from './problems.ts';
import { findTree, treeInMemory } from './tree.ts';

/** The namespace that a word means; names are no matter of files. */
type FindNamespace = (machine: Machine, word: string) => Location;

type OnProblem = (problem: Problem) => void;

/** Where the options say that kernel text is. Decided when it is first read, and kept: a pid is one process, not the next. */
export class KernelPlace {
  readonly #options: SourceOptions;
  readonly #files: FileSystem;
  readonly #origin: Origin | null;
  readonly #findNamespace: FindNamespace | undefined;
  #found: { readonly machine: Machine; readonly location: Location } | null = null;

  /** `origin`: what is known of files that are in memory. `findNamespace` is needed where the options name one. */
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

  /** Begins a reading. Throws `ReadError` if there is no such place, or its process has ended since. */
  open(onProblem?: OnProblem): Namespace {
    const { machine, location } = this.find();
    const namespace = new Namespace(machine, location, new Problems(onProblem));
    for (const problem of this.#origin?.problems ?? []) namespace.problem(problem);
    return namespace;
  }

  /** Where that is. Throws `ReadError` if there is no such place. */
  find(): { readonly machine: Machine; readonly location: Location } {
    if (this.#found === null) {
      const tree = this.#origin === null ? findTree(this.#options, this.#files) : treeInMemory(this.#files);
      if (tree.kind !== 'copy' && this.#options.endian !== undefined)
        throw new UsageError(
          '--endian applies to copies only: this kernel has the byte order of this machine',
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
