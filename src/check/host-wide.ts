import { limit } from './evidence/limits.ts';
import { rowsOf, type Sample } from './readings.ts';

/** Two limits: one that every network namespace has, and one that only the first has. */
const marks = rowsOf(limit, ['name'], 'name in (net.ipv4.ip_local_port_range, net.ipv4.tcp_mem)');

/** What `whyNotHostWide` reads. */
export const hostWide = marks;

/** Why the host's limits cannot be read here; null in the first network namespace, where they can. */
export const whyNotHostWide = (sample: Sample): string | null => {
  const names = sample.of(marks).rows.map(({ name }) => name);
  if (names.includes('net.ipv4.tcp_mem')) return null;
  return names.length === 0
    ? 'the limits below /proc/sys/net cannot be read from here'
    : 'the limit belongs to the whole host, and can only be read in its first network namespace';
};
