import { broadcastOf, type Ipv4Network } from '../../core/ipv4.ts';
import type { Ipv4RouteRow } from '../../tables/route.ts';
import type { ConnectedNetwork } from './address-places.ts';
import type { HeldAddresses } from './held-addresses.ts';

const RTF_GATEWAY = 0x2;
const RTF_REJECT = 0x200;

type DeviceRoute = Ipv4Network & { readonly interface: string };

/** Routes without a gateway. */
const deviceRoutes = (routes: readonly Ipv4RouteRow[]): DeviceRoute[] =>
  routes.flatMap(({ interface: name, flags, network, prefixLength }) =>
    name === null || flags & (RTF_GATEWAY | RTF_REJECT) ? [] : [{ network, prefixLength, interface: name }],
  );

/** A loopback interface's network is not in `route`, because all of it is local. */
const loopbackRoutes = ({ held }: HeldAddresses): DeviceRoute[] =>
  held.flatMap(({ network, prefixLength, isMain }) =>
    isMain && prefixLength < 32 ? [{ network, prefixLength, interface: 'lo' }] : [],
  );

/** Interface names may contain any character but a slash. */
const keyOf = ({ network, prefixLength, interface: name }: DeviceRoute): string =>
  `${network}/${prefixLength}/${name}`;

/**
 * The networks that come from an address. Only those also have a broadcast route (net/ipv4/fib_frontend.c, fib_add_ifaddr),
 * except that a /31 never has one.
 */
export const connectedNetworks = (
  routes: readonly Ipv4RouteRow[],
  addresses: HeldAddresses,
): ConnectedNetwork[] => {
  const { broadcasts } = addresses;
  const all = [...deviceRoutes(routes), ...loopbackRoutes(addresses)].filter(
    (route) =>
      route.prefixLength > 0 &&
      route.prefixLength < 32 &&
      (route.prefixLength === 31 || broadcasts.has(broadcastOf(route))),
  );
  const networks = [...new Map(all.map((route) => [keyOf(route), route])).values()];
  const ends = new Map<number, number>();
  for (const route of networks) ends.set(broadcastOf(route), (ends.get(broadcastOf(route)) ?? 0) + 1);
  return networks.map((route) => {
    const end = broadcastOf(route);
    return {
      ...route,
      isCertain: route.prefixLength === 31 || ends.get(end)! <= (broadcasts.get(end) ?? 0),
    };
  });
};

/**
 * The one interface with a host route but no network, which is a point-to-point link with an address in no network. Ignores
 * hosts that other routes use as gateways, which need no such link. Null unless it is the only interface with routes or has
 * the default route.
 */
export const peerInterface = (
  routes: readonly Ipv4RouteRow[],
  networks: readonly ConnectedNetwork[],
): string | null => {
  const gateways = new Set(routes.filter(({ flags }) => flags & RTF_GATEWAY).map(({ gateway }) => gateway));
  const withNetwork = new Set(networks.map((network) => network.interface));
  const plain = deviceRoutes(routes);
  const links = new Set(
    plain
      .filter(({ network, prefixLength }) => prefixLength === 32 && !gateways.has(network))
      .map((route) => route.interface)
      .filter((name) => name !== 'lo' && !withNetwork.has(name)),
  );
  const [link] = links;
  if (link === undefined || links.size > 1) return null;
  const isOnly = routes.every(({ interface: name }) => name === null || name === link);
  const isDefault = plain.some((route) => route.interface === link && route.prefixLength === 0);
  return isOnly || isDefault ? link : null;
};
