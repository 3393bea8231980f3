import type { Lines } from '../core/report.ts';
import { type SnmpValue, snmp6Values } from './snmp.ts';

/**
 * `/proc/net/dev_snmp6/IF` (net/ipv6/proc.c, snmp6_dev_seq_show): snmp6 for one interface, after a line with its index.
 */
export function* devSnmp6Values(lines: Lines | null): Generator<SnmpValue> {
  for (const counter of snmp6Values(lines)) if (counter.name !== 'ifIndex') yield counter;
}
