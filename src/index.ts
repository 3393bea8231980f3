/**
 * procnet as a library: the Linux kernel's network state as typed rows, read from `/proc/net`.
 *
 * ```ts
 * import { conns } from 'procnet';
 * for (const { localAddress, localPort } of conns({ state: ['LISTEN'] })) console.log(localAddress, localPort);
 * ```
 *
 * Every report function returns rows that can be iterated over synchronously or asynchronously. It throws `UsageError` for
 * invalid options, and `ReadError` or `UnsupportedError` (with `code` and `path`) if the kernel's files cannot be read.
 * Unknown values are null; counters are `bigint`.
 */
import type { Holder } from './core/column.ts';
import type { LibraryOptions } from './core/option.ts';
import { type ReadOptions, type ReportFunction, reportFunction } from './library/report-function.ts';
import { type Address, addrs as addrsReport } from './reports/addrs.ts';
import { type ArpEntry, arp as arpReport } from './reports/arp.ts';
import { type Connection, conns as connsReport } from './reports/conns.ts';
import { conntrack as conntrackReport, type TrackedConnection } from './reports/conntrack.ts';
import type { familyOptions } from './reports/families.ts';
import { type InterfaceCounters, ifstat as ifstatReport } from './reports/ifstat.ts';
import { type NetworkNamespace, netns as netnsReport } from './reports/netns.ts';
import { type Route, routes as routesReport } from './reports/routes.ts';
import type { routeOptions } from './reports/routing/question.ts';
import { type Counter, type snmpOptions, snmp as snmpReport } from './reports/snmp.ts';
import type { socketOptions } from './reports/sockets/options.ts';
import { type SocketUse, sockstat as sockstatReport } from './reports/sockstat.ts';
import { type StatCounter, stat as statReport } from './reports/stat.ts';
import { type TrackingSummary, trackingSummary } from './reports/tracking/summary.ts';

export type { Finding, Scope, Status } from './check/findings.ts';
export type { Waited, WaitResult } from './check/wait.ts';
export { type Problem, ReadError, UnsupportedError, UsageError } from './core/errors.ts';
export type { Explanation } from './glossary/explain.ts';
export type { Topic } from './glossary/words.ts';
export { type CheckOptions, check, type PlainRow, type WaitOptions, waitFor } from './library/check.ts';
export { type Difference, differences } from './library/differences.ts';
export { explain, type RouteAnswer, routeTo, type TallyRow, tally, toJSON } from './library/functions.ts';
export { type Metrics, type MetricsOptions, metrics } from './library/metrics.ts';
export type { NamespaceColumns, ReadOptions, Rows } from './library/report-function.ts';
export { openSnapshot, type Snapshot } from './library/snapshot.ts';
export type { ArpState } from './reports/arp.ts';
export type { RouteType } from './reports/routing/route.ts';
export type { SocketState, TcpTimer } from './reports/sockets/connection.ts';
export type { SocketFamily, SocketProtocol } from './reports/sockets/tables.ts';
export type {
  Address,
  ArpEntry,
  Connection,
  Counter,
  Holder,
  InterfaceCounters,
  NetworkNamespace,
  Route,
  SocketUse,
  StatCounter,
  TrackedConnection,
  TrackingSummary,
};

/** Options of reports with both address families. */
export type FamilyOptions = ReadOptions & LibraryOptions<typeof familyOptions>;
export type ConnsOptions = ReadOptions & LibraryOptions<typeof socketOptions>;
/** `interface` selects one interface's IPv6 counters. */
export type SnmpOptions = ReadOptions & LibraryOptions<typeof snmpOptions>;
export type RoutesOptions = ReadOptions & LibraryOptions<typeof routeOptions>;

/** Sockets, from `/proc/net/{tcp,tcp6,udp,udp6,…}`; see `Connection`. Request the column `processes` for their holders. */
export const conns: ReportFunction<Connection, ConnsOptions, 'processes' | 'pid' | 'process'> =
  reportFunction(connsReport, ['processes', 'pid', 'process']);

/** Interface counters, from `/proc/net/dev`; see `InterfaceCounters`. */
export const ifstat: ReportFunction<InterfaceCounters, ReadOptions, never> = reportFunction(ifstatReport, []);

/** Network namespaces, from every `/proc/PID/net` and `cgroup`; see `NetworkNamespace`. */
export const netns: ReportFunction<NetworkNamespace, ReadOptions, never> = reportFunction(netnsReport, []);

/** IPv4 neighbours, from `/proc/net/arp`; see `ArpEntry`. */
export const arp: ReportFunction<ArpEntry, ReadOptions, never> = reportFunction(arpReport, []);

/** Socket use by protocol, from `/proc/net/sockstat` and `sockstat6`; see `SocketUse`. */
export const sockstat: ReportFunction<SocketUse, ReadOptions, never> = reportFunction(sockstatReport, []);

/** Network stack counters, from `/proc/net/snmp`, `netstat` and `snmp6`; see `Counter`. */
export const snmp: ReportFunction<Counter, SnmpOptions, never> = reportFunction(snmpReport, []);

/** Routes, from `/proc/net/route`, `ipv6_route` and `fib_trie`; see `Route`. */
export const routes: ReportFunction<Route, RoutesOptions, never> = reportFunction(routesReport, []);

/** This host's addresses, from `/proc/net/if_inet6`, `fib_trie` and `os.networkInterfaces()`; see `Address`. */
export const addrs: ReportFunction<Address, FamilyOptions, never> = reportFunction(addrsReport, []);

/** Tracked connections, from `/proc/net/nf_conntrack`, which only root can read; see `TrackedConnection`. */
export const conntrack: ReportFunction<TrackedConnection, FamilyOptions, never> = reportFunction(
  conntrackReport,
  [],
);

/** How full the connection tracking table is, and its statistics, in one row; see `TrackingSummary`. */
export const conntrackSummary: ReportFunction<TrackingSummary, ReadOptions, never> = reportFunction(
  trackingSummary,
  [],
);

/** Per-CPU counters, summed, from `/proc/net/stat/*` and `softnet_stat`; see `StatCounter`. */
export const stat: ReportFunction<StatCounter, ReadOptions, never> = reportFunction(statReport, []);
