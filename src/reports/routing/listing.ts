import type { Remark } from '../../core/account.ts';
import type { Preparation } from '../../core/report.ts';
import { type Entry, formatPrefix, hasHiddenGateway } from './route.ts';

const textFor = (first: string, routes: number): string => {
  const others = routes - 1;
  const have = others === 0 ? 'has an IPv6 gateway' : 'have IPv6 gateways';
  const more = others === 0 ? '' : ` and ${others} more route${others === 1 ? '' : 's'}`;
  return `${first}${more} ${have}, which /proc/net/route cannot show`;
};

/** Explains routes in a list whose gateway is missing, although they have one. */
export const prepareListing = (): Preparation => {
  let first: string | null = null;
  let routes = 0;
  return {
    lastTest(route: Entry) {
      if (hasHiddenGateway(route)) {
        first ??= formatPrefix(route);
        routes++;
      }
      return true;
    },
    remarks: (): readonly Remark[] =>
      first === null ? [] : [{ kind: 'hint', text: textFor(first, routes) }],
  };
};
