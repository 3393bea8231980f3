import { byLine, fitRight } from './lines.ts';
import type { Redaction } from './redaction.ts';

/** The prefix length of a mask; null if it is not contiguous. */
export const maskLength = (bytes: Uint8Array): number | null => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const length = bits.indexOf('0') < 0 ? bits.length : bits.indexOf('0');
  return bits.indexOf('1', length) < 0 ? length : null;
};

export const routeRow =
  /^([^\t]+)\t([\dA-F]{8})\t([\dA-F]{8})((?:\t-?[\dA-F]+){4}\t)([\dA-F]{8})(\t[\d\t -]*)$/;

/** net/ipv4/fib_trie.c, fib_route_seq_show. The destination is a network, the gateway a host. */
export const routeTable =
  ({ spelling, names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const row = routeRow.exec(line);
      if (row === null) return line === '' || /^Iface\tDestination\t[\w\t ]*$/.test(line) ? line : null;
      const [, name = '', destination = '', gateway = '', middle = '', mask = '', rest = ''] = row;
      const length = maskLength(spelling.bytesOfWords(mask)) ?? 32;
      const mapped = `${spelling.words(destination, length)}\t${spelling.words(gateway)}`;
      return `${names.interface(name)}\t${mapped}${middle}${mask}${rest}`;
    });

export const route6Row =
  /^([\da-f]{32}) ([\da-f]{2}) ([\da-f]{32}) ([\da-f]{2}) ([\da-f]{32})((?: [\da-f]{8}){4})(?:( +)([^ ]+))?( *)$/;

/** net/ipv6/route.c, rt6_info_route: destination, source and next hop. */
export const route6Table =
  ({ spelling, names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const row = route6Row.exec(line);
      if (row === null) return line === '' ? line : null;
      const [, to = '', toLength = '', from = '', fromLength = '', via = '', rest = '', spaces, name] = row;
      const destination = spelling.straight(to, Number.parseInt(toLength, 16));
      const source = spelling.straight(from, Number.parseInt(fromLength, 16));
      const device = name === undefined ? '' : fitRight(spaces ?? ' ', name, names.interface(name));
      return `${destination} ${toLength} ${source} ${fromLength} ${spelling.straight(via)}${rest}${device}`;
    });

export const address6Row =
  /^([\da-f]{32}) ([\da-f]{2,8}) ([\da-f]{2}) ([\da-f]{2} [\da-f]{2})( +)([^ ]+)( *)$/;

/** net/ipv6/addrconf.c, if6_seq_show. */
export const address6Table =
  ({ spelling, names }: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const row = address6Row.exec(line);
      if (row === null) return line === '' ? line : null;
      const [, address = '', index = '', length = '', rest = '', spaces = '', name = ''] = row;
      return `${spelling.straight(address)} ${index} ${length} ${rest}${fitRight(spaces, name, names.interface(name))}`;
    });

const section = /^(?:Main|Local|Id \d+|<\w+>):$/;
const node = /^( *\+-- )([\d.]+)\/(\d+)((?: \d+)*)$/;
export const leaf = /^( *\|-- )(\d+\.\d+\.\d+\.\d+)$/;
export const alias =
  /^ *\/(\d+) (?:universe|site|link|host|nowhere|scope=\d+) (?:[A-Z]+|type \d+)(?: tos=\d+)?$/;

/**
 * net/ipv4/fib_trie.c, fib_trie_seq_show. A leaf may be the address of several networks (`10.0.0.0` for a /8 and a
 * /24), which may be mapped differently, so each gets its own leaf.
 */
export const trieTable =
  ({ spelling }: Redaction) =>
  (text: string): string => {
    let [indent, address, shown] = ['', '', ''];
    return byLine(text, (line) => {
      if (line === '' || section.test(line)) return line;
      const branch = node.exec(line);
      if (branch !== null) {
        const [, before = '', network = '', length = '', rest = ''] = branch;
        return `${before}${spelling.dotted(network, Number(length))}/${length}${rest}`;
      }
      const begun = leaf.exec(line);
      if (begun !== null) {
        [, indent = '', address = ''] = begun;
        shown = '';
        return '';
      }
      const length = alias.exec(line)?.[1];
      if (length === undefined || address === '') return null;
      const mapped = spelling.dotted(address, Number(length));
      const isNew = mapped !== shown;
      shown = mapped;
      return isNew ? `${indent}${mapped}\n${line}` : line;
    }).replace(/\n\n+/g, '\n');
  };
