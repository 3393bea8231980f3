import type { Lines } from '../core/report.ts';
import { nameValueLines } from '../shapes/pairs.ts';
import { sections } from '../shapes/sections.ts';

/** A counter and its group: `Tcp` and `RetransSegs`, which nstat joins. */
export type SnmpValue = { readonly protocol: string; readonly name: string; readonly value: bigint | null };

/** RFC 4022: -1 if the maximum number of connections is dynamic. The only signed value in these files. */
const mayBeNegative: ReadonlySet<string> = new Set(['MaxConn']);

/**
 * `/proc/net/snmp` and `netstat` (net/ipv4/proc.c, snmp_seq_show and netstat_seq_show). IcmpMsg takes a pair of lines for
 * every 16 types.
 */
export function* snmpValues(lines: Lines | null): Generator<SnmpValue> {
  for (const { section, name, value } of sections(lines, mayBeNegative))
    yield { protocol: section, name, value };
}

const ipv6Groups = ['UdpLite6', 'Icmp6', 'Udp6', 'Ip6'] as const;

/** `/proc/net/snmp6` (net/ipv6/proc.c, snmp6_seq_show): group and name in one word. */
export function* snmp6Values(lines: Lines | null): Generator<SnmpValue> {
  for (const { name, value } of nameValueLines(lines)) yield { ...split(name), value };
}

const split = (key: string): { protocol: string; name: string } => {
  const protocol = ipv6Groups.find((group) => key.startsWith(group)) ?? '';
  return { protocol, name: key.slice(protocol.length) };
};
