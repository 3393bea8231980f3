import { toIpv4 } from '../core/ipv4.ts';
import type { Kernel } from '../core/report.ts';
import { devRows } from '../tables/dev.ts';

/** An address as the machine itself reports it. */
export type OwnAddress = {
  readonly address: number;
  readonly prefixLength: number;
  /** Null where the label does not tell. */
  readonly interface: string | null;
};

const policy = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

/** Node.js replaces bytes that are not UTF-8, which we keep (see `core/text.ts`): both become one mark. */
const comparable = (name: string): string => name.replace(/[\ufffd\udc80-\udcff]+/g, '\ufffd');

/** The names of all interfaces, by what Node.js makes of them; null for what may be two. */
const interfacesOf = (kernel: Kernel): ReadonlyMap<string, string | null> => {
  const names = new Map<string, string | null>();
  for (const { interface: name } of devRows(kernel.open('dev', policy))) {
    const key = comparable(name);
    names.set(key, names.has(key) ? null : name);
  }
  return names;
};

/**
 * The interface of a labelled address. Without a label it is the name; a label is the name and more text, mostly behind a colon,
 * which no name holds.
 */
const interfaceOf = (label: string, names: ReadonlyMap<string, string | null>): string | null => {
  const [beforeColon = label] = label.split(':');
  if (names.size === 0) return beforeColon;
  for (const name of [label, beforeColon]) {
    const known = names.get(comparable(name));
    if (known !== undefined) return known;
  }
  const key = comparable(label);
  const prefixes = [...names.keys()].filter((name) => key.startsWith(name));
  const longest = prefixes.reduce((a, b) => (a.length >= b.length ? a : b), '');
  return names.get(longest) ?? null;
};

/** The IPv4 addresses that the machine itself reports, with their interfaces; null where only the kernel's files are known. */
export const ownAddresses = (kernel: Kernel): readonly OwnAddress[] | null => {
  const own = kernel.localAddresses();
  if (own === null) return null;
  const names = interfacesOf(kernel);
  return own.map(({ octets, prefixLength, label }) => ({
    address: toIpv4(octets),
    prefixLength,
    interface: interfaceOf(label, names),
  }));
};
