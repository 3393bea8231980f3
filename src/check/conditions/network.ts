import type { PlainRow } from '../../query/copy.ts';
import { inNetwork, type Network, parseNetwork } from '../../query/expression/network.ts';
import { addresses, interfaces, neighbours, routing } from '../evidence/network.ts';
import { rowsOf } from '../readings.ts';
import { type Context, networkIn } from './context.ts';
import { absent, judgement, type Test } from './judgement.ts';
import type { Part } from './syntax.ts';

/** `iface NAME`: it exists. `up`: it is up. `carrier`: it also has a carrier. */
export const hasInterface = (name: string, state: 'up' | 'carrier' | null): Test => {
  const reading = rowsOf(interfaces, ['interface', 'up', 'carrier']);
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const row = found.rows.find((each) => each.interface === name);
      if (row === undefined) return absent([found], false, `no such interface: ${name}`);
      if (state === null) return judgement(true, `${name} exists`, [row]);
      if (row[state] === null)
        return judgement(
          null,
          `${name} exists; whether it is up is only visible in our own network namespace`,
          [row],
        );
      const what = state === 'up' ? ['is up', 'is down'] : ['has a carrier', 'has no carrier'];
      return judgement(row[state], `${name} ${what[row[state] ? 0 : 1]}`, [row]);
    },
  };
};

const isSame = (one: Network, text: string): boolean => {
  const other = parseNetwork(text);
  return (
    other !== null &&
    other.octets.length === one.octets.length &&
    other.prefixLength === one.prefixLength &&
    inNetwork(other.octets, one)
  );
};

/** Splits `10.0.0.1/24` into address and length. */
const splitPrefix = ({ text, at }: Part): { address: Part; prefixLength: number | null } => {
  const [, address = text, length] = /^(.*)\/(\d{1,3})$/.exec(text) ?? [];
  return { address: { text: address, at }, prefixLength: length === undefined ? null : Number(length) };
};

/** Why an address is not usable, yet or at all. */
const unusable = (flags: string | null): string | undefined =>
  flags?.split(',').find((flag) => flag === 'tentative' || flag === 'dadfailed');

/** `addr A[/N]`: an interface has the address, and it can be bound to. */
export const hasAddress = (operand: Part, context: Context): Test => {
  const { address, prefixLength } = splitPrefix(operand);
  const wanted = networkIn(address, context);
  if (prefixLength !== null && prefixLength > wanted.octets.length * 8)
    throw context.error(`expected a prefix length up to ${wanted.octets.length * 8}`, operand.at);
  const reading = rowsOf(addresses, ['interface', 'address', 'prefixLength', 'flags']);
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const held = found.rows.filter((row) => isSame(wanted, row.address));
      if (held.length === 0) return absent([found], false, `no interface has ${address.text}`);
      const evidence: readonly PlainRow[] = held;
      const fit = held.filter((row) => prefixLength === null || row.prefixLength === prefixLength);
      if (fit.length === 0) {
        const [{ prefixLength: other }] = held as [(typeof held)[number]];
        return other === null
          ? judgement(null, `the prefix of ${address.text} is unknown`, evidence)
          : judgement(false, `${address.text} has prefix /${other}`, evidence);
      }
      const usable = fit.find(({ flags }) => unusable(flags) === undefined);
      return usable === undefined
        ? judgement(
            false,
            `${address.text} cannot be used yet because it is ${unusable(fit[0]!.flags)}`,
            evidence,
          )
        : judgement(true, `${address.text} is on ${usable.interface ?? 'an unknown interface'}`, evidence);
    },
  };
};

const defaults: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

/** `route default`, in either family, or `route CIDR`, for exactly this destination. */
export const hasRoute = (operand: Part, context: Context): Test => {
  const wanted = operand.text === 'default' ? null : networkIn(operand, context, true);
  const reading = rowsOf(
    routing,
    ['destination', 'gateway', 'interface', 'metric', 'type'],
    'type = unicast',
  );
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const routes = found.rows.filter(({ destination }) =>
        wanted === null ? defaults.has(destination) : isSame(wanted, destination),
      );
      const [first] = routes;
      if (first === undefined) return absent([found], false, `no route to ${operand.text}`);
      const via = first.gateway === null ? '' : ` via ${first.gateway}`;
      return judgement(true, `${first.destination}${via} on ${first.interface}`, routes);
    },
  };
};

/** `arp A`: the hardware address is known. */
export const isResolved = (operand: Part, context: Context): Test => {
  const wanted = networkIn(operand, context);
  if (wanted.octets.length !== 4)
    throw context.error('expected an IPv4 address, because no kernel file lists IPv6 neighbours', operand.at);
  const reading = rowsOf(neighbours, ['address', 'state', 'hardwareAddress', 'interface']);
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const entries = found.rows.filter(({ address }) => isSame(wanted, address));
      const resolved = entries.find(({ state }) => state === 'complete' || state === 'permanent');
      if (resolved !== undefined)
        return judgement(
          true,
          `${resolved.address} is ${resolved.hardwareAddress} on ${resolved.interface}`,
          [resolved],
        );
      return entries.length === 0
        ? absent([found], false, `${operand.text} is not in the neighbour table`)
        : judgement(false, `${operand.text} is ${entries[0]!.state}`, entries);
    },
  };
};
