/**
 * A big-endian machine's version of a little-endian machine's files. The kernel prints these addresses as 32-bit
 * host words (`%08X` of a `__be32`), so the bytes of each word are reversed; all else is equal.
 * Usage, once compiled: node to-big-endian.js FROM TO
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const swapWords = (digits: string): string =>
  digits.replace(/(..)(..)(..)(..)/g, (_, a: string, b: string, c: string, d: string) => d + c + b + a);

const socketRow = /^( *\d+: )([0-9A-F]+)(:[0-9A-F]{4} )([0-9A-F]+)(?=:[0-9A-F]{4} )/gm;

const socketTable = (text: string): string =>
  text.replace(
    socketRow,
    (_, slot: string, local: string, port: string, remote: string) =>
      slot + swapWords(local) + port + swapWords(remote),
  );

/** Destination, gateway and mask. */
const route = (text: string): string =>
  text.replace(/^.*\t.*$/gm, (line) =>
    line
      .split('\t')
      .map((word, at) => ([1, 2, 7].includes(at) && /^[0-9A-F]{8}$/.test(word) ? swapWords(word) : word))
      .join('\t'),
  );

const igmp = (text: string): string =>
  text.replace(/^(\t{4})([0-9A-F]{8})/gm, (_, tabs: string, group: string) => tabs + swapWords(group));

const same = (text: string): string => text;

/** One file, by name. */
export const toBigEndian = (name: string, text: string): string =>
  (/^(tcp|udp|udplite|raw|icmp)6?$/.test(name)
    ? socketTable
    : name === 'route'
      ? route
      : name === 'igmp'
        ? igmp
        : same)(text);

const convert = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (statSync(`${from}/${name}`).isDirectory()) continue;
    const text = readFileSync(`${from}/${name}`, 'latin1');
    const turned = toBigEndian(name, text);
    if (turned === text) copyFileSync(`${from}/${name}`, `${to}/${name}`);
    else writeFileSync(`${to}/${name}`, turned, 'latin1');
  }
};

const [, script, from, to] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  if (from === undefined || to === undefined) throw new Error('usage: to-big-endian FROM/net TO/net');
  convert(from, to);
}
