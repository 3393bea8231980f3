import type { Kernel, Lines } from '../core/report.ts';
import { pairLines } from '../shapes/pairs.ts';

/** One protocol's line; `values` are keyed by the kernel's names. */
export type SockstatLine = {
  readonly family: 'ipv4' | 'ipv6' | null;
  readonly protocol: string;
  readonly values: ReadonlyMap<string, number>;
};

/** Host-wide values in `sockstat`; net/ipv4/proc.c takes them from counters shared by all network namespaces. */
export const sharedNames: ReadonlySet<string> = new Set(['alloc', 'orphan', 'mem']);

/**
 * `/proc/net/sockstat` (net/ipv4/proc.c, sockstat_seq_show). `sockets` counts all families. `withShared` includes the
 * host-wide values.
 */
export function* sockstatLines(lines: Lines | null, withShared = true): Generator<SockstatLine> {
  for (const { key, values } of pairLines(lines)) {
    const own = withShared ? values : new Map([...values].filter(([name]) => !sharedNames.has(name)));
    yield { family: key === 'sockets' ? null : 'ipv4', protocol: key, values: own };
  }
}

/** `/proc/net/sockstat6` (net/ipv6/proc.c, sockstat6_seq_show): `TCP6`, `UDP6` and so on. */
export function* sockstat6Lines(lines: Lines | null): Generator<SockstatLine> {
  for (const { key, values } of pairLines(lines))
    yield { family: 'ipv6', protocol: key.replace(/6$/, ''), values };
}

/** The unit of `mem`: pages, or a number of bytes. */
export type MemoryUnit = 'page' | 4096;

/**
 * Null if unknown. Linux 4.19 and 5 count units of 4096 bytes (include/net/sock.h, SK_MEM_QUANTUM), others pages; the two
 * differ only if pages are larger.
 */
export const memoryUnit = (kernel: Pick<Kernel, 'pageSize' | 'sysctl'>): MemoryUnit | null => {
  if (kernel.pageSize === 4096) return 'page';
  const release = /^(\d+)\.(\d+)/.exec(kernel.sysctl('kernel/osrelease') ?? '');
  if (release === null) return null;
  const version = Number(release[1]) * 1000 + Number(release[2]);
  if (version <= 4_004 || version >= 6_001) return 'page';
  return version >= 4_019 && version < 6_000 ? 4096 : null;
};
