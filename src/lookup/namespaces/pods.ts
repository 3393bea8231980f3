import type { FileSystem } from '../../source/filesystem.ts';

export type Pod = { readonly namespace: string; readonly name: string };

const namesIn = (files: FileSystem, directory: string): readonly string[] => {
  try {
    return files.readdir(directory);
  } catch {
    return [];
  }
};

/**
 * Kubernetes pod names, from the names of the kubelet's logs: `/var/log/pods/NAMESPACE_POD_UID` and
 * `/var/log/containers/POD_NAMESPACE_CONTAINER-ID.log`. If neither can be listed, pods have no names.
 */
export class PodNames {
  readonly #files: FileSystem;
  readonly #logs: string;
  #byUid: ReadonlyMap<string, Pod> | null = null;
  #byContainer: ReadonlyMap<string, Pod> | null = null;

  constructor(files: FileSystem, logs: string) {
    this.#files = files;
    this.#logs = logs;
  }

  /** Finds a pod by uid, or else by the id of one of its containers. */
  find(podUid: string | null, container: string | null): Pod | null {
    const found = podUid === null ? undefined : this.#uids.get(podUid);
    return found ?? (container === null ? undefined : this.#containers.get(container)) ?? null;
  }

  get #uids(): ReadonlyMap<string, Pod> {
    this.#byUid ??= new Map(
      namesIn(this.#files, `${this.#logs}/pods`).flatMap((name) => {
        const [namespace, pod, uid, ...more] = name.split('_');
        return uid === undefined || more.length > 0 ? [] : [[uid, { namespace: namespace!, name: pod! }]];
      }),
    );
    return this.#byUid;
  }

  get #containers(): ReadonlyMap<string, Pod> {
    this.#byContainer ??= new Map(
      namesIn(this.#files, `${this.#logs}/containers`).flatMap((name) => {
        const [, pod, namespace, id] = /^([^_]+)_([^_]+)_.+-([\da-f]{64})\.log$/.exec(name) ?? [];
        return id === undefined ? [] : [[id, { namespace: namespace!, name: pod! }]];
      }),
    );
    return this.#byContainer;
  }
}
