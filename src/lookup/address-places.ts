import { holds, type Ipv4Network, ipv4Mask } from '../core/ipv4.ts';

/** A network that an address of `interface` brought with it. */
export type ConnectedNetwork = Ipv4Network & {
  readonly interface: string;
  /** It is certain that some address did; else it may be one of several networks. */
  readonly isCertain: boolean;
};

export type Place = { readonly interface: string | null; readonly prefixLength: number | null };

const nowhere: Place = { interface: null, prefixLength: null };

/** All networks of one prefix. Their addresses and needs include those of the prefixes inside. */
type Node = Ipv4Network & {
  readonly networks: ConnectedNetwork[];
  parent: Node | null;
  addresses: number;
  /** How many of the addresses are taken by a network that needs one. */
  taken: number;
  /** More networks need an address than there are: what is known of them does not add up. */
  isShort: boolean;
};

const keyOf = (network: number, prefixLength: number): number => network * 64 + prefixLength;

const agreed = <T>(values: readonly T[]): T | null =>
  values.length > 0 && values.every((value) => value === values[0]) ? values[0]! : null;

/**
 * Which network each address stands in, as far as networks and addresses alone tell. A network may hold an address without being
 * its own: a /32 on another interface looks the same. But each network needs at least one address, and where there are
 * just as many addresses as networks, every address has one.
 */
export class AddressPlaces {
  readonly #nodes = new Map<number, Node>();
  readonly #lengths: readonly number[];

  /** `addresses` with the number of interfaces that hold each. */
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

  /** Null where no network holds the address. */
  of(address: number): Place | null {
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

/** Sets the parents, and gives every node after the one it is in. */
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

/** Called for the nodes inside first, whose needs are in `taken` by then. A network without any address had a peer's. */
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
 * Within a prefix whose addresses are all taken, an address belongs to one of the networks around it, out to that prefix. Null where
 * it may belong to none of them.
 */
const certainPlace = (around: readonly Node[]): Place | null => {
  if (around.some(({ isShort }) => isShort)) return null;
  const full = around.findIndex(({ addresses, taken }) => addresses === taken);
  if (full < 0) return null;
  const networks = around.slice(0, full + 1).flatMap((node) => node.networks.filter((one) => one.isCertain));
  return {
    interface: agreed(networks.map((network) => network.interface)),
    prefixLength: agreed(networks.map(({ prefixLength }) => prefixLength)),
  };
};

/** Of several networks none is chosen, but a prefix that they agree on is kept. */
const possiblePlace = (around: readonly Node[]): Place => {
  const networks = around.flatMap((node) => node.networks);
  if (networks.length < 2) return nowhere;
  return { interface: null, prefixLength: agreed(networks.map(({ prefixLength }) => prefixLength)) };
};
