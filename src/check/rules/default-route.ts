import { addresses, interfaceCounters, neighbours, routing } from '../evidence/network.ts';
import { rowsOf, type Sample } from '../readings.ts';
import { from, type Rule } from '../rule.ts';
import { grouped } from './grouped.ts';

const defaults = rowsOf(
  routing,
  ['family', 'destination', 'gateway', 'interface', 'metric'],
  'type = unicast and destination in ("0.0.0.0/0", "::/0")',
);
const unresolved = rowsOf(neighbours, ['address', 'interface'], 'state = incomplete');
const links = rowsOf(interfaceCounters, ['interface', 'carrier'], 'carrier = false');
const held = rowsOf(addresses, ['interface', 'address', 'scope']);

type Route = Required<typeof defaults>['row'];

const isLocal = (address: string, scope: string | null): boolean =>
  /^127\.|^::1$/.test(address) || scope === 'link' || scope === 'host';

/** IPv4 only: several IPv6 defaults of one metric are legal. */
const rivals = (routes: readonly Route[]): readonly (readonly Route[])[] =>
  grouped(
    routes.filter(({ family }) => family === 'ipv4'),
    ({ metric }) => metric,
  ).filter(({ length }) => length > 1);

/** Gateways that were unresolved in both samples: the kernel may just have asked. */
const silent = (routes: readonly Route[], now: Sample, before: Sample | null): readonly Route[] => {
  const missing = ({ gateway, interface: name }: Route, sample: Sample): boolean =>
    sample.of(unresolved).rows.some((row) => row.address === gateway && row.interface === name);
  return routes.filter((route) => missing(route, now) && (before === null || missing(route, before)));
};

const text = ({ gateway, interface: name, metric }: Route): string =>
  `${gateway === null ? '' : `via ${gateway} `}on ${name}, metric ${metric}`;

export const defaultRoute: Rule = {
  id: 'default-route',
  summary: 'There is no default route, or it is ambiguous or broken',
  evidence: 'default routes; carrier of their interfaces; state of their gateways in arp',
  scope: 'netns',
  unit: 'problems',
  warn: from(1),
  critical: null,
  orElse: { critical: 'no carrier' },
  source: 'own',
  advice:
    'Give one of two routes another metric or remove it, repair the link, or find out why the gateway does not answer.',
  readings: [defaults, unresolved, links, held],
  rows: defaults,
  judge(now, before) {
    const routes = now.of(defaults).rows;
    const reachable = now.of(held).rows.filter(({ address, scope }) => !isLocal(address, scope));
    if (routes.length === 0 && reachable.length === 0)
      return { skip: 'this network namespace has no address that others could reach' };
    const dark = routes.filter((route) =>
      now.of(links).rows.some((row) => row.interface === route.interface),
    );
    const problems = [
      ...(routes.length === 0 ? ['there is no default route'] : []),
      ...rivals(routes).map((same) => `${same.length} default routes have metric ${same[0]!.metric}`),
      ...dark.map((route) => `no carrier: default ${text(route)}`),
      ...silent(routes, now, before).map(
        (route) => `gateway ${route.gateway} on ${route.interface} does not answer ARP`,
      ),
    ];
    return {
      value: problems.length,
      message: problems.length === 0 ? `default ${text(routes[0]!)}` : problems.join('; '),
      evidence: routes,
      atLeast: dark.length > 0 ? 'critical' : null,
    };
  },
};
