import { createRequire } from 'node:module';
import { isMapped } from '../../core/address.ts';

/** An address or network, as typed by users. */
export type Network = { readonly octets: Uint8Array; readonly prefixLength: number };

/** Enough for a full IPv6 address in brackets and a dotted mask. */
const longestAddress = 64;

/** Loaded by the first IPv6 address, because the package is half of the expression code and rarely needed. */
const addressPackage = (): typeof import('ip-address') =>
  typeof require === 'function' ? require('ip-address') : createRequire(import.meta.url)('ip-address');

const bare = (text: string): string => (/^\[.*\]$/.test(text) ? text.slice(1, -1) : text);

/** 1 to 4 octets; missing ones are 0, as in ip(8) and ss(8). Rejects a leading 0, which some programs read as octal. */
const octetsOf = (text: string): Uint8Array | null => {
  if (!/^\d{1,3}(\.\d{1,3}){0,3}$/.test(text) || /(^|\.)0\d/.test(text)) return null;
  const given = text.split('.').map(Number);
  if (given.some((octet) => octet > 255)) return null;
  const octets = new Uint8Array(4);
  octets.set(given);
  return octets;
};

/** `24` or `255.255.255.0`; null for anything else. */
const maskLength = (text: string): number | null => {
  if (/^\d{1,2}$/.test(text)) return Number(text) <= 32 ? Number(text) : null;
  const octets = text.split('.').length === 4 ? octetsOf(text) : null;
  if (octets === null) return null;
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : null;
};

const ipv4 = (text: string): Network | null => {
  const [address = '', length, ...more] = text.split('/');
  const octets = octetsOf(address);
  const prefixLength = length === undefined ? 32 : maskLength(length);
  return octets === null || prefixLength === null || more.length > 0 ? null : { octets, prefixLength };
};

/** Rejects zones, because kernel tables do not list a link-local address's interface. */
const ipv6 = (text: string): Network | null => {
  if (!text.includes(':') || text.includes('%')) return null;
  const { Address6 } = addressPackage();
  if (!Address6.isValid(text)) return null;
  const address = new Address6(text);
  const bytes = address.toUnsignedByteArray();
  const octets = new Uint8Array(16);
  octets.set(bytes.slice(-16), 16 - Math.min(16, bytes.length));
  return { octets, prefixLength: address.subnetMask };
};

/** `10.0.0.0/8`, `10/8`, `10.0.0.0/255.0.0.0`, `::1`, `[fe80::]/10`; null for anything else. */
export const parseNetwork = (text: string): Network | null => {
  if (text.length > longestAddress) return null;
  const [, address = text, rest = ''] = /^(\[[^\]]*\])(\/[\d.]+)$/.exec(text) ?? [];
  const typed = `${bare(address)}${rest}`;
  return ipv4(typed) ?? ipv6(typed);
};

/** Whether an address is in a network. An IPv4 network also contains IPv4 on IPv6 sockets (`::ffff:10.0.0.1`). */
export const inNetwork = (address: Uint8Array, { octets, prefixLength }: Network): boolean => {
  let offset = 0;
  if (address.length !== octets.length) {
    if (octets.length === 16 || !isMapped(address)) return false;
    offset = 12;
  }
  const whole = prefixLength >> 3;
  for (let at = 0; at < whole; at++) if (address[at + offset] !== octets[at]) return false;
  const rest = prefixLength & 7;
  if (rest === 0) return true;
  const mask = (0xff << (8 - rest)) & 0xff;
  return (address[whole + offset]! & mask) === (octets[whole]! & mask);
};
