import type { Kernel } from '../../core/report.ts';
import { type Answer, best, byPreference } from './answer.ts';
import { ipv6TableCaveats, sourceCaveats } from './caveats.ts';
import { ipv6Routes, openIpv6Routes } from './ipv6.ts';
import { covers, type Entry, type Prefix } from './route.ts';

/** Main and local come last in the file, in that order, because tables are hashed by the low byte of their id (ip6_fib.c). */
const usualTables = 2;

const sourcesOf = (routes: readonly Entry[]): Prefix[] => routes.flatMap(({ source }) => source ?? []);

/** The route that packets to the address take or, if there is none for all packets, those for packets from some networks. */
export const lookUpIpv6 = (kernel: Kernel, address: Uint8Array): Answer => {
  const lines = openIpv6Routes(kernel);
  const found: Entry[] = [];
  let last = 0;
  for (const route of ipv6Routes(lines)) {
    last = route.table;
    if (!route.isNull && covers(route, address)) found.push(route);
  }
  const routes = best(found.filter(({ source }) => source === null));
  const [chosen] = routes;
  const limited = found.filter(
    ({ source, prefixLength }) => source !== null && prefixLength >= (chosen?.prefixLength ?? 0),
  );
  const others = found.filter(({ table }) => table <= last - usualTables);
  return {
    routes: chosen === undefined ? byPreference(limited) : routes,
    limitedTo: chosen === undefined ? sourcesOf(limited) : [],
    caveats:
      lines === null
        ? []
        : [
            ...sourceCaveats(lines.path, limited, chosen, address),
            ...ipv6TableCaveats(lines.path, others, address),
          ],
  };
};
