import { holds, type Ipv4Network, ipv4Mask } from '../../core/ipv4.ts';

/** A network that comes from an address on `interface`. */
export type ConnectedNetwork = Ipv4Network & {
  readonly interface: string;
  /** Certain to come from an address; else it may be any of several networks. */
  readonly isCertain: boolean;
};

export type AddressPlace = { readonly interface: string | null; readonly prefixLength: number | null };

const nowhere: AddressPlace = { interface: null, prefixLength: null };

/** All networks with one prefix. Its addresses and needs include those of nested prefixes. */
type Node = Ipv4Network & {
  readonly networks: ConnectedNetwork[];
  parent: Node | null;
  addresses: number;
  /** Number of addresses claimed by networks that need one. */
  taken: number;
  /** More networks need an address than there are addresses, so the data is inconsistent. */
  isShort: boolean;
};

const keyOf = (network: number, prefixLength: number): number => network * 64 + prefixLength;

const agreed = <T>(values: readonly T[]): T | null =>
  values.length > 0 && values.every((value) => value === values[0]) ? values[0]! : null;

/**
 * Assigns addresses to networks, as far as networks and addresses alone allow. Being inside a network does not prove that an
 * address belongs to it, because a /32 on another interface looks the same. But each network needs at least one address, so
 * with exactly as many addresses as networks, each address belongs to one.
 */
export class AddressPlaces {
  readonly #nodes = new Map<number, Node>();
  readonly #lengths: readonly number[];

  /** `addresses` maps each address to the number of interfaces that have it. */
  constructor(networks: readonly ConnectedNetwork[], addresses: ReadonlyMap<number, number>) {
    for (const network of networks) this.#nodeOf(network).networks.push(network);
    const lengths = new Set(networks.map(({ prefixLength }) => prefixLength));
    this.#lengths = [...lengths].sort((a, b) => b - a);
    const nodes = nested([...this.#nodes.values()]);
    for (const [address, count] of addresses) {
      const node = this.#innermost(address);
      if (node !== null) node.addresses += count;
    }
    for (const node of nodes.reverse()) settle(node);
  }

  /** Null if the address is in no network. */
  of(address: number): AddressPlace | null {
    const innermost = this.#innermost(address);
    if (innermost === null) return null;
    const around: Node[] = [];
    for (let node: Node | null = innermost; node !== null; node = node.parent) around.push(node);
    return certainPlace(around) ?? possiblePlace(around);
  }

  #nodeOf({ network, prefixLength }: Ipv4Network): Node {
    const key = keyOf(network, prefixLength);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const counts = { parent: null, addresses: 0, taken: 0, isShort: false };
    const node: Node = { network, prefixLength, networks: [], ...counts };
    this.#nodes.set(key, node);
    return node;
  }

  #innermost(address: number): Node | null {
    for (const length of this.#lengths) {
      const node = this.#nodes.get(keyOf((address & ipv4Mask(length)) >>> 0, length));
      if (node !== undefined) return node;
    }
    return null;
  }
}

/** Sets the parents and returns the nodes, each after the one that contains it. */
const nested = (nodes: Node[]): Node[] => {
  nodes.sort((a, b) => a.network - b.network || a.prefixLength - b.prefixLength);
  const open: Node[] = [];
  for (const node of nodes) {
    while (open.length > 0 && !holds(open.at(-1)!, node.network)) open.pop();
    node.parent = open.at(-1) ?? null;
    open.push(node);
  }
  return nodes;
};

/** Called for nested nodes first, so `taken` includes their needs. A network without any address was a peer's. */
const settle = (node: Node): void => {
  const needed = node.taken + node.networks.filter(({ isCertain }) => isCertain).length;
  node.isShort ||= node.addresses > 0 && needed > node.addresses;
  node.taken = Math.min(needed, node.addresses);
  if (node.parent === null) return;
  node.parent.isShort ||= node.isShort;
  node.parent.addresses += node.addresses;
  node.parent.taken += node.taken;
};

/**
 * In a prefix whose addresses are all taken, an address belongs to one of the networks around it, up to that prefix. Null if
 * it may belong to none of them.
 */
const certainPlace = (around: readonly Node[]): AddressPlace | null => {
  if (around.some(({ isShort }) => isShort)) return null;
  const full = around.findIndex(({ addresses, taken }) => addresses === taken);
  if (full < 0) return null;
  const networks = around.slice(0, full + 1).flatMap((node) => node.networks.filter((one) => one.isCertain));
  return {
    interface: agreed(networks.map((network) => network.interface)),
    prefixLength: agreed(networks.map(({ prefixLength }) => prefixLength)),
  };
};

/** With several networks, picks no interface, but keeps a prefix length they agree on. */
const possiblePlace = (around: readonly Node[]): AddressPlace => {
  const networks = around.flatMap((node) => node.networks);
  if (networks.length < 2) return nowhere;
  return { interface: null, prefixLength: agreed(networks.map(({ prefixLength }) => prefixLength)) };
};
