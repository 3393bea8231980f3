import { Address4, Address6 } from 'ip-address';
import { isMapped } from '../../core/address.ts';

/** An address or a network, as people type it. */
export type Network = { readonly octets: Uint8Array; readonly prefixLength: number };

const bare = (text: string): string => (/^\[.*\]$/.test(text) ? text.slice(1, -1) : text);

const ipv4 = (text: string): Network | null => {
  if (!/^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/.test(text) || /(^|\.)0\d/.test(text) || !Address4.isValid(text))
    return null;
  const address = new Address4(text);
  return { octets: Uint8Array.from(address.toArray()), prefixLength: address.subnetMask };
};

/** No zone: kernel tables do not tell which interface a link-local address belongs to. */
const ipv6 = (text: string): Network | null => {
  if (!text.includes(':') || text.includes('%') || !Address6.isValid(text)) return null;
  const address = new Address6(text);
  const bytes = address.toUnsignedByteArray();
  const octets = new Uint8Array(16);
  octets.set(bytes.slice(-16), 16 - Math.min(16, bytes.length));
  return { octets, prefixLength: address.subnetMask };
};

const unmapped = ({ octets, prefixLength }: Network): Network =>
  isMapped(octets) && prefixLength >= 96
    ? { octets: octets.slice(12), prefixLength: prefixLength - 96 }
    : { octets, prefixLength };

/** `10.0.0.0/8`, `::1`, `[fe80::]/10`, `::ffff:10.0.0.1` (which is 10.0.0.1); null for anything else. */
export const parseNetwork = (text: string): Network | null => {
  const [, address = text, rest = ''] = /^(\[[^\]]*\])(\/\d{1,3})$/.exec(text) ?? [];
  const typed = `${bare(address)}${rest}`;
  const network = ipv4(typed) ?? ipv6(typed);
  return network === null ? null : unmapped(network);
};

/** Whether an address lies in a network. IPv4 on an IPv6 socket counts as IPv4. */
export const inNetwork = (address: Uint8Array, { octets, prefixLength }: Network): boolean => {
  let offset = 0;
  if (address.length !== octets.length) {
    if (octets.length === 16 || !isMapped(address)) return false;
    offset = 12;
  } else if (octets.length === 16 && isMapped(address) && !isMapped(octets)) return prefixLength === 0;
  const whole = prefixLength >> 3;
  for (let at = 0; at < whole; at++) if (address[at + offset] !== octets[at]) return false;
  const rest = prefixLength & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return (address[whole + offset]! & mask) === (octets[whole]! & mask);
};
