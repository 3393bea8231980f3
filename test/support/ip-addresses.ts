/** An interface as `ip -j address` reports it. */
export type Link = {
  readonly ifname: string;
  readonly ifindex: number;
  readonly addr_info: readonly {
    readonly family: 'inet' | 'inet6';
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
    readonly [flag: string]: unknown;
  }[];
};

export type ReportedAddress = {
  readonly family: 'ipv4' | 'ipv6';
  readonly place: string;
  readonly scope: string;
  readonly index: number;
  /** In bit order, joined as in procnet. */
  readonly flags: string;
};

/** ip marks an address that is not permanent as `dynamic`. */
const flagsOf = (address: Readonly<Record<string, unknown>>): string =>
  ['temporary', 'nodad', 'optimistic', 'dadfailed', 'home', 'deprecated', 'tentative']
    .filter((flag) => address[flag] === true)
    .concat(address['dynamic'] === true ? [] : ['permanent'])
    .join(',');

export const reportedAddresses = (links: readonly Link[]): ReportedAddress[] =>
  links.flatMap(({ ifname, ifindex, addr_info: addresses }) =>
    addresses.map((address) => ({
      family: address.family === 'inet' ? 'ipv4' : 'ipv6',
      place: `${ifname} ${address.local}/${address.prefixlen}`,
      scope: address.scope,
      index: ifindex,
      flags: flagsOf(address),
    })),
  );
