import { type Problem, UnsupportedError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { type SnapshotInfo, unknownOrigin } from './info.ts';
import { MemoryFiles } from './memory-files.ts';
import { netDirectories, netFiles } from './net-files.ts';
import { recognizeTable } from './recognize.ts';

type Section = { readonly name: string; readonly start: number; end: number };

const opening = Buffer.from('==> ');
const header = /^==> (.*) <==\r?$/;
const longestHeader = 4096;
/** A row of the unix table, unlike any other file's. */
const unixRow = /^[\da-f]{8,16}: [\dA-F]{8} [\dA-F]{8} [\dA-F]{8} [\dA-F]{4} [\dA-F]{2} +\d+(?: |$)/m;

export const isStream = (bytes: Uint8Array): boolean => {
  const start = bytes[0] === 0x0a ? 1 : 0;
  return opening.equals(bytes.subarray(start, start + opening.length));
};

/** A terminal (`ssh -t`) turns each line feed into two characters. */
const withoutCarriageReturns = (text: Buffer): Buffer => {
  const end = text.indexOf(0x0a, 1);
  if (end < 1 || text[end - 1] !== 0x0d) return text;
  return Buffer.from(text.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
};

/** All `==> NAME <==` lines. `tail` prints an empty line before each except the first. */
const sectionsOf = (text: Buffer): Section[] => {
  const sections: Section[] = [];
  for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1)) {
    if (at > 0 && text[at - 1] !== 0x0a) continue;
    const feed = text.indexOf(0x0a, at);
    const end = feed < 0 ? text.length : feed;
    if (end - at > longestHeader) continue;
    const name = header.exec(text.toString('utf8', at, end))?.[1];
    if (name === undefined) continue;
    const last = sections.at(-1);
    if (last !== undefined) last.end = Math.max(last.start, at - 1);
    sections.push({ name, start: Math.min(end + 1, text.length), end: text.length });
  }
  return sections;
};

/**
 * Any user can bind a unix socket whose path contains such a line, to move the rows after it to another file. If unix rows
 * follow it, it is part of the table.
 */
const withoutForged = (text: Buffer, sections: readonly Section[]): readonly Section[] => {
  const genuine: Section[] = [];
  for (const section of sections) {
    const last = genuine.at(-1);
    const isForged =
      last !== undefined &&
      /(?:^|\/)unix$/.test(last.name) &&
      unixRow.test(text.toString('latin1', section.start, section.end));
    if (isForged) last.end = section.end;
    else genuine.push(section);
  }
  return genuine;
};

/** Where a file belongs: below a process's `net`, below the requested one's (null), or elsewhere in `/proc`. */
type Place = { readonly net: string | null; readonly file: string } | { readonly path: string };

const isNetFile = (file: string): boolean =>
  netFiles.includes(file) ||
  netDirectories.some((name) => file.startsWith(`${name}/`) && /^[^/]+\/[^/]+$/.test(file));

const placeOf = (name: string): Place | null => {
  const inProc = /^(?:\.\/)?\/?(?:proc\/)?(sys\/[\w./-]+|\d+\/(?:comm|stat|status|cgroup))$/.exec(name)?.[1];
  if (inProc !== undefined && !inProc.includes('..')) return { path: `proc/${inProc}` };
  const process = /(?:^|\/)(\d+)\/net\/([^/].*)$/.exec(name);
  if (process !== null && isNetFile(process[2]!)) return { net: process[1]!, file: process[2]! };
  const file = /(?:^|\/)((?:stat|dev_snmp6)\/[^/]+|[^/]+)$/.exec(name)?.[1];
  return file !== undefined && isNetFile(file) ? { net: null, file } : null;
};

/** Recognizes a section without a usable name, such as `standard input`, by its header. */
const placeByContent = (bytes: Uint8Array): Place | null => {
  const file = recognizeTable(bytes);
  return file === null ? null : { net: null, file };
};

/**
 * Reads `tail -n +1 FILE …` output with relative or absolute names, possibly truncated. Throws `UnsupportedError` if it contains
 * no kernel file, or one twice.
 */
export const readStream = (bytes: Uint8Array, path: string): { files: MemoryFiles; info: SnapshotInfo } => {
  const text = withoutCarriageReturns(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const tree = new MemoryFiles();
  const problems: Problem[] = [];
  let meant: string | null | undefined;
  for (const { name, start, end } of withoutForged(text, sectionsOf(text))) {
    const content = text.subarray(start, end);
    const place = placeOf(name) ?? placeByContent(content);
    if (place === null) {
      problems.push({
        path,
        line: null,
        field: null,
        message: `${visible(name)} is not a known kernel file; skipped`,
      });
      continue;
    }
    if ('net' in place && meant === undefined) meant = place.net;
    if (!tree.addFile(pathOf(place, meant), content))
      throw new UnsupportedError(`${visible(path)}: ${visible(name)} occurs twice`, path);
  }
  if (meant === undefined)
    throw new UnsupportedError(`${visible(path)}: contains no file from /proc/net`, path);
  if (meant !== null) tree.addLink(`proc/${meant}/net`, '../net');
  return { files: tree, info: unknownOrigin('stream', problems) };
};

const pathOf = (place: Place, meant: string | null | undefined): string => {
  if ('path' in place) return place.path;
  return place.net === null || place.net === meant
    ? `proc/net/${place.file}`
    : `proc/${place.net}/net/${place.file}`;
};

/** A single table. `name`: the base name of its file, if it has one. */
export const readTable = (
  bytes: Uint8Array,
  path: string,
  name: string,
): { files: MemoryFiles; info: SnapshotInfo } => {
  const file = recognizeTable(bytes, name);
  if (file === null)
    throw new UnsupportedError(
      `${visible(path)}: neither a snapshot nor a file from /proc/net (unrecognized format)`,
      path,
    );
  const tree = new MemoryFiles();
  tree.addFile(`proc/net/${file}`, bytes);
  return { files: tree, info: unknownOrigin('table') };
};
