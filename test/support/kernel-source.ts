import type { Problem } from '../../src/core/errors.ts';
import type { SourceOptions } from '../../src/core/request.ts';
import type { FileSystem } from '../../src/source/filesystem.ts';
import { guardedFiles } from '../../src/source/guarded.ts';
import { KernelPlace } from '../../src/source/kernel.ts';
import { Machine } from '../../src/source/machine.ts';
import { Namespace } from '../../src/source/namespace.ts';
import { Problems } from '../../src/source/problems.ts';

type OnProblem = (problem: Problem) => void;

/** A namespace of test files, whose machine is opened for it alone. */
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

/** Opens the kernel files that the options select. */
export const openKernel = (options: SourceOptions, onProblem?: OnProblem, files?: FileSystem): Namespace =>
  new KernelPlace(options, files).open(onProblem);
