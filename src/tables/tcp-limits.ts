import type { Kernel } from '../core/report.ts';

/** Null if the kernel or the copied tree has no such file. */
export type TcpLimits = {
  readonly orphanMax: number | null;
  readonly twMax: number | null;
  /** Pages. */
  readonly memLow: number | null;
  /** Pages. */
  readonly memPressure: number | null;
  /** Pages. */
  readonly memHigh: number | null;
};

export const noTcpLimits: TcpLimits = {
  orphanMax: null,
  twMax: null,
  memLow: null,
  memPressure: null,
  memHigh: null,
};

export const tcpLimitFiles = [
  '/proc/sys/net/ipv4/tcp_mem',
  '/proc/sys/net/ipv4/tcp_max_orphans',
  '/proc/sys/net/ipv4/tcp_max_tw_buckets',
] as const;

const numbers = (text: string | null): readonly (number | null)[] =>
  (text ?? '').split(/[ \t]+/).map((word) => (/^\d{1,15}$/.test(word) ? Number(word) : null));

/** Only the first network namespace has tcp_mem (net/ipv4/sysctl_net_ipv4.c); in others its limits are unknown. */
export const tcpLimits = (kernel: Kernel): TcpLimits => {
  const [memLow = null, memPressure = null, memHigh = null] = numbers(kernel.sysctl('net/ipv4/tcp_mem'));
  const [orphanMax = null] = numbers(kernel.sysctl('net/ipv4/tcp_max_orphans'));
  const [twMax = null] = numbers(kernel.sysctl('net/ipv4/tcp_max_tw_buckets'));
  return { orphanMax, twMax, memLow, memPressure, memHigh };
};
