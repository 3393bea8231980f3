import { ReadError, UnsupportedError } from '../core/errors.ts';
import type { FoundNamespace } from '../core/namespace.ts';
import type { OnProgress } from '../core/progress.ts';
import type { Request } from '../core/request.ts';
import type { Location } from '../source/location.ts';
import { Namespace } from '../source/namespace.ts';

/** The module that finds a machine's network namespaces. */
export type NamespaceFinder = typeof import('../lookup/namespaces/find-namespaces.ts');

/** Loads the finder if the request needs it. Most do not, and start faster without its code. */
export const loadFinder = async (
  { source, report }: Pick<Request, 'source'> & Partial<Pick<Request, 'report'>>,
  isAcross = report?.readsNamespaces === true,
): Promise<NamespaceFinder | null> =>
  source.netns === undefined && !isAcross ? null : import('../lookup/namespaces/find-namespaces.ts');

/** One reading of one or all namespaces. */
export class NamespaceReading {
  readonly kernel: Namespace;
  readonly #finder: NamespaceFinder | null;
  readonly #onProgress: OnProgress | null;
  readonly #others: Namespace[] = [];

  constructor(kernel: Namespace, finder: NamespaceFinder | null, onProgress: OnProgress | null = null) {
    this.kernel = kernel;
    this.#onProgress = onProgress;
    this.#finder = finder;
  }

  /** All of the machine's namespaces, each opened when reached. */
  *namespaces(): Generator<FoundNamespace> {
    const found = this.#finder?.findNamespaces(this.kernel.machine) ?? [];
    for (const [done, { facts, location }] of found.entries()) {
      this.#onProgress?.({ what: 'network namespaces', done, total: found.length });
      const kernel = location === null ? null : this.#open(location);
      yield { facts, kernel };
      kernel?.close();
    }
  }

  get sources(): Namespace['notes'] {
    return [this.kernel, ...this.#others].flatMap(({ notes }) => notes);
  }

  close(): void {
    for (const each of [this.kernel, ...this.#others]) each.close();
  }

  /** Call after the last row. Throws if nothing could be read; of several namespaces, a failing one loses only its own rows. */
  conclude(): void {
    this.kernel.conclude();
    const errors = this.#others.flatMap((each) => this.#errorOf(each));
    if (errors.length > 0 && errors.length === this.#others.length) throw errors[0];
  }

  /** A namespace may disappear with its last process at any time. */
  #open(location: Location): Namespace | null {
    const { machine, problems } = this.kernel;
    try {
      const other = new Namespace(machine, location, problems, this.#others.length === 0);
      this.#others.push(other);
      return other;
    } catch (error) {
      this.#note(location.net, error);
      return null;
    }
  }

  #errorOf(namespace: Namespace): readonly Error[] {
    try {
      namespace.conclude();
      return [];
    } catch (error) {
      return [this.#note(namespace.net, error)];
    }
  }

  #note(net: string, error: unknown): Error {
    if (!(error instanceof ReadError || error instanceof UnsupportedError)) throw error;
    this.kernel.problem({ path: net, line: null, field: null, message: error.message });
    return error;
  }
}
