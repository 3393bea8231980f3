import type { Remark } from '../../core/account.ts';
import { parseAddress } from '../../core/address.ts';
import { UsageError } from '../../core/errors.ts';
import type { Options } from '../../core/option.ts';
import type { Preparation, ReportDraft, Words } from '../../core/report.ts';
import type { Request } from '../../core/request.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { type FamilySwitches, familyOptions, numericOption } from '../families.ts';
import { prepareListing } from './listing.ts';
import { type Entry, formatPrefix, isRejecting, isSink } from './route.ts';

/** The routes to show: a table, or those that packets to an address take. */
export type RouteSwitches = FamilySwitches & {
  all: boolean;
  /** Only the default routes. */
  defaults: boolean;
  target: { readonly typed: string; readonly octets: Uint8Array } | null;
};

type RouteDraft = ReportDraft<RouteSwitches>;

export const routeOptions = {
  ...familyOptions,
  all: {
    short: 'a',
    help: 'Also show local, anycast, multicast and null entries.',
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
  if (octets === null) throw new UsageError(`expected one IPv4 or IPv6 address (got "${visible(typed)}")`);
  const family = octets.length === 4 ? 'ipv4' : 'ipv6';
  if (families?.has(family) === false)
    throw new UsageError(
      `${visible(typed)} is not an ${family === 'ipv4' ? 'IPv6' : 'IPv4'} address, but --${[...families][0]} was given`,
    );
  return octets;
};

const verbs = ['default', 'get'];

const hint = (verb: string | undefined): string => {
  const near = verb === undefined || verbs.includes(verb) ? null : nearest(verb, verbs);
  return near === null ? '' : `; did you mean ${near}?`;
};

export const routeWords: Words<RouteSwitches> = {
  synopsis: '[default | get ADDRESS]',
  completes: () => ({ from: 'words', words: verbs }),
  take(draft, [verb, typed, ...more]) {
    if (verb === 'default' && typed === undefined) draft.switches.defaults = true;
    else if (verb === 'get' && typed !== undefined && more.length === 0)
      draft.switches.target = { typed, octets: targetOf(draft, typed) };
    else throw new UsageError(`routes accepts only these arguments: default, get ADDRESS${hint(verb)}`);
  },
};

const unseen =
  'policy rules and further next hops of IPv4 routes are not in /proc/net; ip route get includes them';

const leavesBySink = (route: Entry): string =>
  `${formatPrefix(route)} uses lo without a gateway; anything sent there is lost, as with a blackhole`;

/** Remarks on the routes of an answer. */
class Seen {
  readonly #request: Request;
  readonly #typed: string;
  #rejects = false;
  readonly #hints = new Set([unseen]);

  constructor(request: Request, typed: string) {
    this.#request = request;
    this.#typed = typed;
  }

  /** With `--quiet`, a route that rejects counts as no route. */
  readonly test = (route: Entry): boolean => {
    if (isSink(route)) this.#hints.add(leavesBySink(route));
    if (!isRejecting(route) || !this.#request.output.quiet) return true;
    this.#rejects = true;
    return false;
  };

  readonly remarks = (rows: number, isNarrowed: boolean): readonly Remark[] => {
    if (rows > 0) return [...this.#hints].map((text) => ({ kind: 'hint', text }));
    if (this.#rejects) return [];
    const what = isNarrowed ? 'matching route' : 'route';
    const text = `no ${what} to ${visible(this.#typed)} in the tables that /proc/net shows`;
    return [{ kind: 'error', text }];
  };
}

/** The remarks on a list, or on a `routes get` answer, with an error if there is no route. */
export const prepare = (request: Request, { target }: RouteSwitches): Preparation =>
  target === null ? prepareListing() : new Seen(request, target.typed);
