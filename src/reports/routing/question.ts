import { parseAddress } from '../../core/address.ts';
import { UsageError } from '../../core/errors.ts';
import type { Options } from '../../core/option.ts';
import type { Preparation, ReportDraft, Words } from '../../core/report.ts';
import type { Request } from '../../core/request.ts';
import { visible } from '../../core/text.ts';
import { type FamilySwitches, familyOptions, numericOption } from '../families.ts';

/** Which routes to show: a table, or those that packets to one address take. */
export type RouteSwitches = FamilySwitches & {
  all: boolean;
  target: { readonly typed: string; readonly octets: Uint8Array } | null;
};

type RouteDraft = ReportDraft<RouteSwitches>;

export const routeOptions = {
  ...familyOptions,
  all: {
    short: 'a',
    help: 'Also local, anycast, multicast and null entries.',
    group: 'Rows',
    library: 'flag',
    set: ({ switches }) => {
      switches.all = true;
    },
  },
  numeric: numericOption,
} as const satisfies Options<RouteDraft>;

const targetOf = ({ switches: { families } }: RouteDraft, typed: string): Uint8Array => {
  const octets = parseAddress(typed);
  if (octets === null)
    throw new UsageError(`routes get: expected one IPv4 or IPv6 address (got "${visible(typed)}")`);
  const family = octets.length === 4 ? 'ipv4' : 'ipv6';
  if (families?.has(family) === false)
    throw new UsageError(
      `${visible(typed)} is not an ${family === 'ipv4' ? 'IPv6' : 'IPv4'} address, which --${[...families][0]} asks for`,
    );
  return octets;
};

export const routeWords: Words<RouteSwitches> = {
  synopsis: '[get ADDRESS]',
  completes: () => ({ from: 'words', words: ['get'] }),
  take(draft, [verb, typed, ...more]) {
    if (verb !== 'get' || typed === undefined || more.length > 0)
      throw new UsageError('routes takes no arguments but: get ADDRESS');
    draft.switches.target = { typed, octets: targetOf(draft, typed) };
  },
};

const unseen =
  'not in /proc/net: policy rules, IPv4 tables other than main, further next hops; ip route get sees them';

/** What an answer to `routes get` leaves open, and an error where there is none. */
export const prepare = (_: Request, { target }: RouteSwitches): Preparation =>
  target === null
    ? {}
    : {
        remarks: (rows, isNarrowed) =>
          rows > 0
            ? [{ kind: 'hint', text: unseen }]
            : [
                {
                  kind: 'error',
                  text: `no ${isNarrowed ? 'matching route' : 'route'} to ${visible(target.typed)} in the tables that /proc/net shows`,
                },
              ],
      };
