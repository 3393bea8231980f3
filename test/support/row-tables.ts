import type { Report } from '../../src/core/report.ts';
import { addrs } from '../../src/reports/addrs.ts';
import { arp } from '../../src/reports/arp.ts';
import { conns } from '../../src/reports/conns.ts';
import { conntrack } from '../../src/reports/conntrack.ts';
import { ifstat } from '../../src/reports/ifstat.ts';
import { routes } from '../../src/reports/routes.ts';
import { snmp } from '../../src/reports/snmp.ts';
import { sockstat } from '../../src/reports/sockstat.ts';

/** A kernel file with one row per line, and what an independent reader needs to know about it. */
export type Table = {
  readonly file: string;
  readonly report: Report;
  /** Set as the report's switches. */
  readonly switches?: object;
  /** Whether the `place`th non-empty line is a header. */
  readonly isHeading?: (line: string, place: number, number: number) => boolean;
  /** What identifies a row, if the kernel repeats rows. */
  readonly identity?: (line: string) => string;
};

const tokens = (line: string): readonly string[] =>
  line
    .replace(/\r$/, '')
    .split(/[ \t]+/)
    .filter((token) => token !== '');
/** One file of `conns`. */
export const only = (protocol: string, family: string): object => ({
  tables: new Set([protocol]),
  families: new Set([family]),
});
const headed =
  (...words: readonly string[]) =>
  (line: string, place: number): boolean =>
    place === 1 && words.every((word) => tokens(line.toLowerCase()).includes(word));

/** Both ends and the inode. */
const socketIdentity = (line: string): string => {
  const words = line.replace(/^[\0-\x20]*\d+:./s, '').split(/[\0-\x20]+/);
  return [words[0], words[1], words[8]].join(' ').toLowerCase();
};

const sockets = ['tcp', 'udp', 'udplite', 'raw', 'icmp'].flatMap((protocol) =>
  ['ipv4', 'ipv6'].map(
    (family): Table => ({
      file: family === 'ipv4' ? protocol : `${protocol}6`,
      report: conns,
      switches: only(protocol, family),
      isHeading: (line, place) => place === 1 && !/^ *\d+: /.test(line) && /local_address|^ *sl /i.test(line),
      identity: socketIdentity,
    }),
  ),
);

/** The protocol number, the zone, and the first direction's identifying part. */
const trackedIdentity = (line: string): string => {
  const all = tokens(line);
  const words = all.slice(
    0,
    all.findIndex((token) => /^\[|=/.test(token)),
  );
  const protocol = words.length > 3 && /^\d/.test(words[3]!) ? words[3] : words[1];
  const [, first] = /(?:^|[ \t])(src=.*?)[ \t]+(?:\[|packets=|src=)/.exec(line) ?? [];
  return [protocol, first, zoneIn(all)].join(' ');
};

/** After a security label, which may contain anything, only the last tokens are certainly the kernel's. */
const zoneIn = (all: readonly string[]): string | undefined => {
  const reply = all.findIndex((token, at) => at > all.findIndex(isSource) && isSource(token));
  const label = all.findIndex((token, at) => at > reply && token.startsWith('secctx='));
  if (label < 0) return all.find((token, at) => at > reply && token.startsWith('zone='));
  const tail = all.slice(label + 1);
  for (const key of ['use=', 'delta-time=']) if (tail.at(-1)?.startsWith(key)) tail.pop();
  return tail.at(-1)?.startsWith('zone=') ? tail.at(-1) : undefined;
};

const isSource = (token: string): boolean => token.startsWith('src=');

export const tables: readonly Table[] = [
  ...sockets,
  {
    file: 'packet',
    report: conns,
    switches: only('packet', 'packet'),
    isHeading: headed('sk', 'refcnt'),
    identity: (line) => [0, 8].map((at) => tokens(line)[at]).join(' '),
  },
  {
    file: 'netlink',
    report: conns,
    switches: only('netlink', 'netlink'),
    isHeading: headed('sk', 'eth'),
    identity: (line) => [0, 1, 2, 9].map((at) => tokens(line)[at]).join(' '),
  },
  { file: 'dev', report: ifstat, isHeading: (line, _, number) => number <= 2 && line.includes('|') },
  { file: 'arp', report: arp, isHeading: headed('ip', 'address', 'flags') },
  {
    file: 'route',
    report: routes,
    switches: { families: new Set(['ipv4']) },
    isHeading: headed('iface', 'destination', 'gateway'),
  },
  { file: 'ipv6_route', report: routes, switches: { families: new Set(['ipv6']), all: true } },
  { file: 'if_inet6', report: addrs, switches: { families: new Set(['ipv6']) } },
  { file: 'nf_conntrack', report: conntrack, identity: trackedIdentity },
  { file: 'snmp6', report: snmp },
  { file: 'sockstat', report: sockstat },
  { file: 'sockstat6', report: sockstat },
];
