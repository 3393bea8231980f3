import { byLine, fit } from './lines.ts';
import type { Redaction } from './redaction.ts';

/** net/core/net-procfs.c, dev_seq_printf_stats: the name ends at the last colon before the numbers. */
export const deviceTable =
  ({ names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const row = /^( *)([^ ].*?):( *[\d ]+| No statistics available\.)$/s.exec(line);
      if (row === null) return line === '' || /^(?:Inter-| face) *\|[\w |]*$/.test(line) ? line : null;
      const [, spaces = '', name = '', rest = ''] = row;
      const named = names.interface(name);
      return `${' '.repeat(Math.max(0, spaces.length + name.length - named.length))}${named}:${rest}`;
    });

/** net/core/dev_addr_lists.c, dev_mc_seq_show. */
export const groupAddressTable =
  ({ names, hardware }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const row = /^(\d+ +)([^ ]+)( +)(\d+ +\d+ +)((?:[\da-f]{2})+)$/.exec(line);
      if (row === null) return line === '' ? line : null;
      const [, index = '', name = '', spaces = '', counts = '', address = ''] = row;
      const mapped = Buffer.from(hardware.map(Buffer.from(address, 'hex'))).toString('hex');
      return index + fit(name, spaces, names.interface(name)) + counts + mapped;
    });

/** net/ipv4/arp.c, arp_format_neigh_entry: a radio's hardware address may be a call sign or missing. */
export const neighbourTable =
  (redaction: Redaction) =>
  (text: string): string => {
    const { spelling, names } = redaction;
    return byLine(text, (line) => {
      const row =
        /^(\d+\.\d+\.\d+\.\d+)( +)(0x[\da-f]+ +0x[\da-f]+ +)(?:([^ ]+)( +))??([^ ]+)( +)([^ ]+)$/i.exec(line);
      if (row === null) return line === '' || /^IP address +HW type[\w ]*$/.test(line) ? line : null;
      const [, address = '', gap = '', flags = '', hardware, space = '', mask = '', last = '', name = ''] =
        row;
      const neighbour =
        hardware === undefined
          ? ''
          : fit(hardware, space, redaction.mac(hardware) ?? names.label(hardware).toUpperCase());
      const shownMask = mask === '*' ? mask : spelling.compressed(mask);
      if (shownMask === null) return null;
      return `${fit(address, gap, spelling.dotted(address))}${flags}${neighbour}${shownMask}${last}${names.interface(name)}`;
    });
  };

/** net/ipv4/igmp.c, igmp_mc_seq_show: a line for a device, then indented ones for its groups. */
export const groupTable =
  ({ spelling, names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const group = /^(\t+)([\dA-F]{8})([\dA-F:\t ]*)$/.exec(line);
      if (group !== null) return `${group[1]}${spelling.words(group[2]!)}${group[3]}`;
      const device = /^(\d+\t)([^ ]+)( *)(: +\d+ +\w+)$/.exec(line);
      if (device === null) return line === '' || /^Idx\tDevice *: [\w\t ]*$/.test(line) ? line : null;
      const [, index = '', name = '', spaces = '', rest = ''] = device;
      return index + fit(name, spaces, names.interface(name)) + rest;
    });

/** net/ipv6/mcast.c, igmp6_mc_seq_show. */
export const group6Table =
  ({ spelling, names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const row = /^(\d+ +)([^ ]+)( +)([\da-f]{32})( +\d+ [\dA-F]{8} \d+)$/.exec(line);
      if (row === null) return line === '' ? line : null;
      const [, index = '', name = '', spaces = '', group = '', rest = ''] = row;
      return index + fit(name, spaces, names.interface(name)) + spelling.straight(group) + rest;
    });
