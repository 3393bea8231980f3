import { byLine, type LineRule } from './lines.ts';
import type { Redaction } from './redaction.ts';

const inetHeader = /^ *sl +local_address [\w >-]*$/;
const inetRow =
  /^( *\d+: )([\dA-F]{8}(?:[\dA-F]{24})?)(:[\dA-F]{4} )([\dA-F]{8}(?:[\dA-F]{24})?)(:[\dA-F]{4} [\dA-Fa-fx:()_ptrvl -]*)$/;

/** tcp, udp, udplite, raw, icmp, and their IPv6 counterparts (net/ipv4/tcp_ipv4.c, tcp4_seq_show, and similar functions). */
export const inetTable =
  ({ spelling }: Redaction) =>
  (text: string): string => {
    const rule: LineRule = (line) => {
      const row = inetRow.exec(line);
      if (row === null) return line === '' || inetHeader.test(line) ? line : null;
      const [, number = '', local = '', port = '', remote = '', rest = ''] = row;
      return number + spelling.words(local) + port + spelling.words(remote) + rest;
    };
    return byLine(text, rule);
  };

const unixHeader = /^Num +RefCount +Protocol +Flags +Type +St( +Inode)? +Path$/;
const unixRow = (hasInode: boolean): RegExp =>
  new RegExp(
    `^((?:[\\da-f]{8}|[\\da-f]{16}|0x[\\da-f]{1,16}|\\(_*ptrval_*\\)): (?:[\\dA-F]{8} ){3}[\\dA-F]{4} [\\dA-F]{2}${
      hasInode ? ' +\\d+' : ''
    })(?: (.*))?$`,
    's',
  );

/**
 * The name is unescaped at the end of a row (net/unix/af_unix.c, unix_seq_show) and may contain line feeds. A line that looks
 * like a row is treated as one; its name is replaced either way.
 */
export const unixTable =
  ({ names }: Redaction) =>
  (text: string): string => {
    let row = unixRow(true);
    const rule: LineRule = (line) => {
      const header = unixHeader.exec(line);
      if (header !== null) {
        row = unixRow(header[1] !== undefined);
        return line;
      }
      const [, fixed, path] = row.exec(line) ?? [];
      if (fixed === undefined) return names.path(line);
      return path === undefined ? fixed : `${fixed} ${names.path(path)}`;
    };
    return byLine(text, rule);
  };

/** Tables with only numbers and kernel-defined words. */
export const plainTable =
  (form: RegExp) =>
  () =>
  (text: string): string =>
    byLine(text, (line) => (form.test(line) ? line : null));
