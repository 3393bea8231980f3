import { toIpv4 } from '../../core/ipv4.ts';
import type { Kernel } from '../../core/report.ts';
import { devRows } from '../../tables/dev.ts';

/** An address reported by the machine itself. */
export type OwnAddress = {
  readonly address: number;
  readonly prefixLength: number;
  /** Null if the label does not identify it. */
  readonly interface: string | null;
};

const policy = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

/** Node.js replaces non-UTF-8 bytes and we keep them (see `core/text.ts`), so map both to one character. */
const comparable = (name: string): string => name.replace(/[\ufffd\udc80-\udcff]+/g, '\ufffd');

/** All interface names, keyed by how Node.js spells them; null if ambiguous. */
const interfacesOf = (kernel: Kernel): ReadonlyMap<string, string | null> => {
  const names = new Map<string, string | null>();
  for (const { interface: name } of devRows(kernel.open('dev', policy))) {
    const key = comparable(name);
    names.set(key, names.has(key) ? null : name);
  }
  return names;
};

/**
 * The interface for an address label. By default the label is the interface name; otherwise it is the name followed by more
 * text, usually after a colon, which no name contains.
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

/** The IPv4 addresses the machine itself reports, with their interfaces; null if only the kernel's files are available. */
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
