import type { SourceOptions } from '../core/request.ts';
import type { Facts, Subject } from '../snapshot/write/collect.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { KernelPlace } from '../source/kernel.ts';
import type { Machine } from '../source/machine.ts';
import { loadFinder } from './namespaces.ts';
import { loadPlace } from './place.ts';

/** What a snapshot is taken of. */
export type SnapshotSubject = Pick<Subject, 'files' | 'root' | 'net' | 'logs' | 'facts'>;

const factsOf = (machine: Machine): Facts => ({
  host: machine.sysctl('kernel/hostname'),
  bootId: machine.bootId,
  kernel: machine.sysctl('kernel/osrelease'),
  endian: machine.endian,
  pageSize: machine.pageSize,
  ticksPerSecond: machine.ticksPerSecond,
  uid: machine.live ? machine.uid : null,
});

/** This machine, one of its namespaces, a copied tree, or an earlier snapshot. Throws any error from reading it. */
export const subjectOf = async (source: SourceOptions, files: FileSystem): Promise<SnapshotSubject> => {
  const { files: chosen, origin, info } = await loadPlace(source, files);
  const finder = await loadFinder({ source });
  const { machine, location } = new KernelPlace(source, chosen, origin, finder?.findNamespace).find();
  return {
    files: machine.files,
    root: machine.procRoot,
    net: location.net,
    logs: info !== null || machine.tree.kind === 'own' ? '/var/log' : null,
    facts: info ?? factsOf(machine),
  };
};
