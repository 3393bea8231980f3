import { type Entry, isDefault } from './route.ts';

/** The default routes, lowest metric first; IPv4 before IPv6 for the same metric. */
export const defaultRoutes = (routes: Iterable<Entry>): readonly Entry[] => {
  const found: Entry[] = [];
  for (const route of routes) if (isDefault(route)) found.push(route);
  return found.sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0));
};
