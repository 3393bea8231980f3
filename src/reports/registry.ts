import type { Report } from '../core/report.ts';

type Entry = {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly load: () => Promise<Report>;
};

const entry = <K extends string>(
  name: K,
  aliases: readonly string[],
  load: () => Promise<{ readonly [key in K]: unknown }>,
): Entry => ({ name, aliases, load: async () => ({ ...((await load())[name] as Report), aliases }) });

/** Every report, loaded on first use. Its name is that of its export. */
export const registry: readonly Entry[] = [
  entry('addrs', ['addr'], () => import('./addrs.ts')),
  entry('arp', ['neigh'], () => import('./arp.ts')),
  entry('conns', ['ss', 'netstat'], () => import('./conns.ts')),
  entry('conntrack', [], () => import('./conntrack.ts')),
  entry('ifstat', [], () => import('./ifstat.ts')),
  entry('netns', [], () => import('./netns.ts')),
  entry('routes', ['route', 'r'], () => import('./routes.ts')),
  entry('snmp', ['nstat'], () => import('./snmp.ts')),
  entry('sockstat', [], () => import('./sockstat.ts')),
  entry('stat', ['lnstat'], () => import('./stat.ts')),
];

/** The entry with that name or alias. */
export const entryNamed = (word: string): Entry | undefined =>
  registry.find(({ name, aliases }) => name === word || aliases.includes(word));

/** Every name and alias. */
export const reportNames = (): readonly string[] =>
  registry.flatMap(({ name, aliases }) => [name, ...aliases]);

/** Loads all reports, for pages that cover all of them. */
export const loadReports = (): Promise<readonly Report[]> => Promise.all(registry.map(({ load }) => load()));
