import { type Entry, isDefault } from './route.ts';

/** The default routes, lowest metric first; an IPv4 route before an IPv6 route of the same metric. */
export const defaultRoutes = (routes: Iterable<Entry>): readonly Entry[] => {
  const found: Entry[] = [];
  for (const route of routes) if (isDefault(route)) found.push(route);
  return found.sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0));
};
