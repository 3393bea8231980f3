import { decodeName } from '../core/text.ts';

/** A process's cgroup in one hierarchy. */
export type Cgroup = {
  /** `memory`, `cpu,cpuacct`, `name=systemd`; empty for cgroup v2. */
  readonly controllers: string;
  /** Relative to the reader's cgroup namespace; `/../..` leads out of it. */
  readonly path: string;
};

const lineFeed = 0x0a;
const colon = 0x3a;

/** The suffix of a cgroup that was removed while the process is still alive. */
const deleted = / \(deleted\)$/;

/** /proc/PID/cgroup (kernel/cgroup/cgroup.c, proc_cgroup_show): `id:controllers:path`; the path may contain colons. */
export const cgroupsOf = (bytes: Uint8Array): readonly Cgroup[] => {
  const found: Cgroup[] = [];
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(lineFeed, start);
    if (end < 0) end = bytes.length;
    const first = bytes.indexOf(colon, start);
    const second = first < 0 ? -1 : bytes.indexOf(colon, first + 1);
    if (second < 0 || second > end) continue;
    const path = decodeName(bytes, second + 1, end).replace(deleted, '');
    found.push({ controllers: decodeName(bytes, first + 1, second), path });
  }
  return found;
};
