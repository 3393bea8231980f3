import { whyIncomplete } from '../completeness.ts';
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

/** Only IPv4, because several IPv6 default routes with the same metric are valid. */
const rivals = (routes: readonly Route[]): readonly (readonly Route[])[] =>
  grouped(
    routes.filter(({ family }) => family === 'ipv4'),
    ({ metric }) => metric,
  ).filter(({ length }) => length > 1);

/** Gateways unresolved in both samples, because in one, the kernel may only just have asked. */
const silent = (routes: readonly Route[], now: Sample, before: Sample | null): readonly Route[] => {
  const missing = ({ gateway, interface: name }: Route, sample: Sample): boolean =>
    sample.of(unresolved).rows.some((row) => row.address === gateway && row.interface === name);
  return routes.filter((route) => missing(route, now) && (before === null || missing(route, before)));
};

const text = ({ gateway, interface: name, metric }: Route): string =>
  `${gateway === null ? '' : `via ${gateway} `}on ${name}, metric ${metric}`;

export const defaultRoute: Rule = {
  id: 'default-route',
  summary: 'The default route is missing, ambiguous or broken',
  evidence: 'default routes; carrier of their interfaces; arp state of their gateways',
  scope: 'netns',
  unit: 'problems',
  warn: from(1),
  critical: null,
  orElse: { critical: 'no carrier' },
  source: 'own',
  advice:
    'Of two routes with one metric, remove one or change its metric; repair a link without carrier; find out why a gateway does not answer.',
  readings: [defaults, unresolved, links, held],
  rows: defaults,
  judge(now, before) {
    const routes = now.of(defaults).rows;
    const reachable = now.of(held).rows.filter(({ address, scope }) => !isLocal(address, scope));
    if (routes.length === 0) {
      const why =
        whyIncomplete(now.of(defaults)) ?? (reachable.length === 0 ? whyIncomplete(now.of(held)) : null);
      if (why !== null) return { unknown: why };
      if (reachable.length === 0)
        return { skip: 'this network namespace has no address reachable from outside' };
    }
    const dark = routes.filter((route) =>
      now.of(links).rows.some((row) => row.interface === route.interface),
    );
    const problems = [
      ...(routes.length === 0 ? ['no default route'] : []),
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
