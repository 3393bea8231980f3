import { byLine } from './lines.ts';
import type { Redaction } from './redaction.ts';

/** Values that are numbers or groups of kernel-defined words. */
const plainPair =
  /^(?:sport|dport|type|code|id|packets|bytes|mark|zone|zone-orig|zone-reply|use|delta-time|timeout|stream_timeout|secmark|srckey|dstkey|srccid|dstcid|vtag)=(?:0x)?[\da-f]+,?$/i;
/** Protocols, states, flags, and a replaced label. */
const plainWord = /^(?:secctx=[\da-z]{8}|[A-Za-z][\w-]{0,15}|\d+|\[[A-Z_]+\]|)$/;

/** A label may contain anything; it ends where the kernel's next keys start. */
const label = / secctx=(.*?)((?: zone=\d+)?(?: delta-time=\d+)? use=\d+ *)$/s;

/** net/netfilter/nf_conntrack_standalone.c, ct_seq_show: `key=value` separated by spaces. */
export const trackingTable =
  (redaction: Redaction) =>
  (text: string): string =>
    byLine(text, (line) => {
      const hidden = line.replace(label, (_, text, rest) => ` secctx=${redaction.names.label(text)}${rest}`);
      const words = hidden.split(' ').map((word) => wordOf(redaction, word));
      return words.includes(null) ? null : words.join(' ');
    });

const wordOf = ({ spelling }: Redaction, word: string): string | null => {
  const address = /^(src|dst)=(.+)$/.exec(word);
  if (address !== null) {
    const [, key, value = ''] = address;
    if (/^(?:[\da-f]{4}:){7}[\da-f]{4}$/i.test(value)) return `${key}=${spelling.groups(value)}`;
    const mapped = spelling.compressed(value);
    return mapped === null ? null : `${key}=${mapped}`;
  }
  return plainPair.test(word) || plainWord.test(word) ? word : null;
};
