import { netFiles } from '../net-files.ts';
import { deviceTable, group6Table, groupAddressTable, groupTable, neighbourTable } from './links.ts';
import { commandName, groupPaths, mountTable, processStat, processStatus, programName } from './processes.ts';
import type { Redaction } from './redaction.ts';
import { address6Table, route6Table, routeTable, trieTable } from './routing.ts';
import { inetTable, plainTable, unixTable } from './sockets.ts';
import { trackingTable } from './tracking.ts';

/** Redacts one file. Anything the rule does not recognize is removed. */
type Rule = (redaction: Redaction) => (text: string) => string;

const counters = plainTable(/^[\w:\t (),.-]*$/);
const kernelSockets = plainTable(/^(?:sk [\w ]*|[\dA-Fa-fx()_ptrvlnu -]*)$/);
const numbers = plainTable(/^[\d\t ,-]*$/);

const tables: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    netFiles.filter((name) => /^(?:tcp|udp|udplite|raw|icmp)6?$/.test(name)).map((name) => [name, inetTable]),
  ),
  unix: unixTable,
  packet: kernelSockets,
  netlink: kernelSockets,
  dev: deviceTable,
  dev_mcast: groupAddressTable,
  arp: neighbourTable,
  route: routeTable,
  ipv6_route: route6Table,
  fib_trie: trieTable,
  if_inet6: address6Table,
  igmp: groupTable,
  igmp6: group6Table,
  nf_conntrack: trackingTable,
  ip_conntrack: trackingTable,
  snmp: counters,
  snmp6: counters,
  netstat: counters,
  sockstat: counters,
  sockstat6: counters,
  protocols: counters,
  softnet_stat: counters,
};

const flags = plainTable(/^[\da-fx]*$/);

const bootId: Rule =
  ({ names }) =>
  (text) =>
    text.replace(/[\da-f-]{36}/, (id) => names.uuid(id)).replace(/[^\da-f\n-]/g, '');

/** Keeps only the number, because vendor suffixes may contain names. */
const release: Rule = () => (text) => `${/^\d+(?:\.\d+)*/.exec(text)?.[0] ?? ''}\n`;

const others: readonly (readonly [path: RegExp, rule: Rule])[] = [
  [/^proc\/\d+\/net\/(?:stat|dev_snmp6)\/[^/]+$/, counters],
  [/^proc\/stat$/, counters],
  [/^sys\/class\/net\/[^/]+\/(?:flags|carrier|ifindex)$/, flags],
  [/^proc\/(?:1|self)\/mountinfo$/, mountTable],
  [/^proc\/sys\/net\//, numbers],
  [/^proc\/sys\/kernel\/random\/boot_id$/, bootId],
  [/^proc\/sys\/kernel\/osrelease$/, release],
  [/^proc\/\d+\/comm$/, commandName],
  [/^proc\/\d+\/stat$/, processStat],
  [/^proc\/\d+\/status$/, processStatus],
  [/^proc\/\d+\/cmdline$/, programName],
  [/^proc\/\d+\/cgroup$/, groupPaths],
];

/** The rule for a file; null if it must not leave the machine. */
export const ruleFor = (path: string): Rule | null => {
  const table = /^proc\/\d+\/net\/([^/]+)$/.exec(path)?.[1];
  if (table !== undefined) return Object.hasOwn(tables, table) ? tables[table]! : null;
  return others.find(([form]) => form.test(path))?.[1] ?? null;
};
