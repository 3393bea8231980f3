import type { Finding, Status } from '../check/findings.ts';
import type { Families } from './family.ts';

/** Monitoring plugin codes. A rule that does not apply has no series. */
const codes: Readonly<Record<Exclude<Status, 'skip'>, number>> = {
  pass: 0,
  warn: 1,
  critical: 2,
  unknown: 3,
};

const status = {
  name: 'procnet_check_status',
  type: 'gauge',
  help: 'What each rule of procnet check finds: 0 pass, 1 warning, 2 critical, 3 unknown. A rule that does not apply, or needs an earlier reading, has no series. From /proc/net and /proc/sys/net.',
} as const;

const ports = {
  name: 'procnet_ephemeral_ports_used_ratio',
  type: 'gauge',
  help: 'Ephemeral ports in use by connections from one address to one endpoint, divided by those that there are: the highest of all. From /proc/net/tcp, tcp6 and /proc/sys/net/ipv4/ip_local_port_range.',
} as const;

export const addFindings = (findings: readonly Finding[], families: Families): void => {
  for (const finding of findings)
    if (finding.status !== 'skip') families.add(status, { rule: finding.rule }, codes[finding.status]);
};

/** `finding` is from the rule on ephemeral ports. */
export const addPorts = ({ status, value }: Finding, families: Families): void => {
  if (status !== 'skip' && status !== 'unknown' && value !== null)
    families.add(ports, {}, Number(value) / 100);
};
