import { formatIpv4 } from '../../core/address.ts';
import type { InterfaceAddress } from '../../core/ipv4.ts';
import { errnoOf, type FileSystem } from '../../source/filesystem.ts';
import type { Document } from '../document.ts';
import type { HostAddress, SnapshotInfo } from '../info.ts';
import { type Limits, limits } from '../limits.ts';
import type { Member } from '../members.ts';
import { linkFiles, machineFiles, netDirectories, netFiles, settings } from '../net-files.ts';
import { namespaceMounts, podLogs } from './names-of-namespaces.ts';
import { type Namespace, namespaceOf, namespacesOf, processesIn } from './namespaces.ts';
import { ProcessReader } from './processes.ts';
import { readContent } from './read-file.ts';
import { Records } from './records.ts';

/** Facts not contained in the files themselves. */
export type Facts = Pick<
  SnapshotInfo,
  'host' | 'bootId' | 'kernel' | 'endian' | 'pageSize' | 'ticksPerSecond' | 'uid'
>;

/** What to read and where. */
export type Subject = {
  readonly files: FileSystem;
  /** The procfs, e.g. `/proc`; null for a copy of `net` alone, without processes and settings. */
  readonly root: string | null;
  /** The requested namespace's tables: `/proc/net` or a process's. */
  readonly net: string;
  /** The directory with pod logs; null if it is another machine's. */
  readonly logs: string | null;
  readonly allNamespaces: boolean;
  readonly processes: boolean;
  readonly facts: Facts;
  readonly now: () => Date;
  readonly limits?: Limits;
};

/** Progress in files and processes. */
export type Progress = { readonly done: number; readonly total: number };

/** The tables below one `net`, with their name in the snapshot. */
type Tables = { readonly leader: number; readonly directory: string; readonly inode: string | null };

const present = (member: Member | null): readonly Member[] => (member === null ? [] : [member]);

const addressesOf = (addresses: readonly InterfaceAddress[] | null): readonly HostAddress[] | null =>
  addresses?.map(({ label, octets, prefixLength }) => ({
    label,
    address: formatIpv4(octets),
    prefixLength,
  })) ?? null;

/** A snapshot being created: its members in order, each read on demand, and finally its document. */
export class Collection {
  readonly #subject: Subject;
  readonly #records: Records;
  readonly #pids: readonly number[];
  readonly #namespaces: readonly Namespace[];
  readonly #tables: readonly Tables[];
  readonly startedAt: Date;

  constructor(subject: Subject) {
    const { files, root, net, allNamespaces, now } = subject;
    this.#subject = subject;
    this.startedAt = now();
    this.#records = new Records(files, now, (subject.limits ?? limits).file);
    this.#pids = root === null ? [] : processesIn(files, root);
    this.#namespaces = root === null ? [] : namespacesOf(files, root, this.#pids);
    const own = namespaceOf(files, net, this.#namespaces);
    const others = allNamespaces ? this.#namespaces.filter((namespace) => namespace !== own) : [];
    this.#tables = [
      { leader: own?.leader ?? 1, directory: net, inode: own === undefined ? null : String(own.inode) },
      ...others.map(({ leader, inode }) => ({
        leader,
        directory: `${root}/${leader}/net`,
        inode: String(inode),
      })),
    ];
  }

  /** A table's contents in each included namespace. The snapshot reads it again. */
  *contents(table: string): Generator<Uint8Array> {
    const { files } = this.#subject;
    const { file } = this.#subject.limits ?? limits;
    for (const { directory } of this.#tables) yield readContent(files, `${directory}/${table}`, file).bytes;
  }

  *members(onProgress: (progress: Progress) => void = () => {}): Generator<Member> {
    const processes = this.#readsProcesses ? this.#pids : [];
    const total = this.#tables.length + processes.length;
    let done = 0;
    yield { kind: 'link', path: 'proc/net', target: `${this.#tables[0]!.leader}/net` };
    for (const tables of this.#tables) {
      yield* this.#tableMembers(tables);
      onProgress({ done: ++done, total });
    }
    const { files, root } = this.#subject;
    if (root === null) return;
    const reader = new ProcessReader(files, root, this.#records);
    for (const pid of processes) {
      yield* reader.members(pid);
      onProgress({ done: ++done, total });
    }
    yield* this.#namespaceLinks(new Set(processes));
    if (processes.length > 0) yield* present(namespaceMounts(files, root));
    for (const name of machineFiles) yield* this.#file(`${root}/${name}`, `proc/${name}`);
    for (const name of settings) yield* this.#file(`${root}/sys/${name}`, `proc/sys/${name}`);
    yield* this.#links();
  }

  get endian(): 'little' | 'big' {
    return this.#subject.facts.endian ?? 'little';
  }

  get #readsProcesses(): boolean {
    return this.#subject.processes && this.#pids.length > 0;
  }

  /** Complete after the last member has been read. */
  document(): Document {
    const { facts, now, allNamespaces, files, net, logs } = this.#subject;
    const { host, bootId, kernel, endian, pageSize, ticksPerSecond, uid } = facts;
    const processes = this.#readsProcesses;
    return {
      startedAt: this.startedAt.toISOString(),
      finishedAt: now().toISOString(),
      ...{ host, bootId, kernel, endian, pageSize, ticksPerSecond, uid },
      addresses: addressesOf(files.localAddresses(net)),
      namespaces: this.#tables.map(({ leader, inode }) => ({ leader, inode })),
      own: this.#own,
      logs: processes && logs !== null ? podLogs(files, logs) : null,
      allNamespaces,
      processes,
      redaction: null,
      files: this.#records.list,
    };
  }

  /** The leader of the reader's own namespace. */
  get #own(): number | null {
    const { files, root } = this.#subject;
    const own = namespaceOf(files, `${root}/self/net`, this.#namespaces);
    return this.#tables.find(({ leader }) => leader === own?.leader)?.leader ?? null;
  }

  *#tableMembers({ leader, directory }: Tables): Generator<Member> {
    for (const name of netFiles) yield* this.#file(`${directory}/${name}`, `proc/${leader}/net/${name}`);
    for (const name of netDirectories)
      for (const file of this.#list(`${directory}/${name}`))
        yield* this.#file(`${directory}/${name}/${file}`, `proc/${leader}/net/${name}/${file}`);
  }

  /** Empty without IPv6, or if the kernel lacks the directory. */
  #list(directory: string): readonly string[] {
    try {
      return this.#subject.files.readdir(directory).toSorted();
    } catch (error) {
      if (errnoOf(error) === 'UNKNOWN') throw error;
      return [];
    }
  }

  *#file(source: string, path: string): Generator<Member> {
    yield* present(this.#records.take(source, path));
  }

  /** `/sys` shows the interfaces of the reader's own namespace only. */
  *#links(): Generator<Member> {
    if (this.#subject.root !== '/proc' || this.#own !== this.#tables[0]!.leader) return;
    const directory = 'sys/class/net';
    for (const name of this.#list(`/${directory}`))
      for (const file of linkFiles) {
        const path = `${directory}/${name}/${file}`;
        yield* present(this.#records.takeQuietly(`/${path}`, path));
      }
  }

  /** Each process's namespace, as a link to the process with its tables. */
  *#namespaceLinks(processes: ReadonlySet<number>): Generator<Member> {
    const leaders = new Set(this.#tables.map(({ leader }) => leader));
    for (const { leader, processes: members } of this.#namespaces) {
      if (!leaders.has(leader)) continue;
      for (const pid of members)
        if (pid !== leader && processes.has(pid))
          yield { kind: 'link', path: `proc/${pid}/net`, target: `../${leader}/net` };
    }
  }
}
