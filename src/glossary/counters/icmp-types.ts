import { type CounterNote, counter } from './note.ts';

// The kernel prints a counter for each type it has seen, so these names cannot be listed in advance.
const TYPE_KEY = /^(IcmpMsg|Icmp6)(In|Out)Type(\d{1,3})$/;

const V4_TYPES: ReadonlyMap<number, string> = new Map([
  [0, 'echo reply'],
  [3, 'destination unreachable'],
  [4, 'source quench'],
  [5, 'redirect'],
  [8, 'echo request'],
  [9, 'router advertisement'],
  [10, 'router solicitation'],
  [11, 'time exceeded'],
  [12, 'parameter problem'],
  [13, 'timestamp request'],
  [14, 'timestamp reply'],
  [17, 'address mask request'],
  [18, 'address mask reply'],
  [42, 'extended echo request'],
  [43, 'extended echo reply'],
]);

const V6_TYPES: ReadonlyMap<number, string> = new Map([
  [1, 'destination unreachable'],
  [2, 'packet too big'],
  [3, 'time exceeded'],
  [4, 'parameter problem'],
  [128, 'echo request'],
  [129, 'echo reply'],
  [130, 'multicast listener query'],
  [131, 'multicast listener report'],
  [132, 'multicast listener done'],
  [133, 'router solicitation'],
  [134, 'router advertisement'],
  [135, 'neighbour solicitation'],
  [136, 'neighbour advertisement'],
  [137, 'redirect'],
  [143, 'version 2 multicast listener report'],
  [160, 'extended echo request'],
  [161, 'extended echo reply'],
]);

/** The note for the counter of an ICMP type, such as `IcmpMsgInType3` or `Icmp6OutType135`. */
export function icmpTypeNote(key: string): CounterNote | undefined {
  const match = TYPE_KEY.exec(key);
  if (match === null) return undefined;
  const [, group, direction, digits] = match;
  const isV4 = group === 'IcmpMsg';
  const name = (isV4 ? V4_TYPES : V6_TYPES).get(Number(digits));
  const type = name === undefined ? `type ${digits}` : `type ${digits} (${name})`;
  return counter(
    `${isV4 ? 'ICMP' : 'ICMPv6'} messages of ${type} ${direction === 'In' ? 'received' : 'sent'}.`,
  );
}
