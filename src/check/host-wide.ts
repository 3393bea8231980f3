import { limit } from './evidence/limits.ts';
import { rowsOf, type Sample } from './readings.ts';

/** Two limits: one in every network namespace, and one only in the initial one. */
const marks = rowsOf(limit, ['name'], 'name in (net.ipv4.ip_local_port_range, net.ipv4.tcp_mem)');

/** What `whyNotHostWide` reads. */
export const hostWide = marks;

/** Why the host's limits cannot be read here; null in the initial network namespace. */
export const whyNotHostWide = (sample: Sample): string | null => {
  const names = sample.of(marks).rows.map(({ name }) => name);
  if (names.includes('net.ipv4.tcp_mem')) return null;
  return names.length === 0
    ? 'the limits below /proc/sys/net cannot be read from here'
    : 'the limit is host-wide and can only be read in the initial network namespace';
};
