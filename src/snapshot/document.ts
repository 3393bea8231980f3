import { UnsupportedError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import type { HostAddress, Logs, SnapshotInfo, SnapshotNamespace } from './info.ts';
import {
  asCount,
  asDigits,
  asFlag,
  asIpv4,
  asText,
  listOf,
  objectOf,
  oneOf,
  orNull,
  ShapeError,
} from './json.ts';
import { documentName } from './members.ts';

const schema = 'procnet-snapshot@1';

/** The outcome for one file. */
export type FileRecord = {
  readonly path: string;
  readonly state: 'ok' | 'empty' | 'absent' | 'denied' | 'error';
  /** The errno name, if opening or reading failed. */
  readonly code: string | null;
  readonly bytes: number;
  /** Its inode, which distinguishes namespaces. */
  readonly inode: string | null;
  /** When reading started (ISO 8601). */
  readonly readAt: string | null;
};

/** `procnet-snapshot.json`: everything not in the files themselves. */
export type Document = Omit<SnapshotInfo, 'form' | 'problems'> & {
  /** Every file that was tried, except processes' files that could be read. */
  readonly files: readonly FileRecord[];
};

const hostAddress = objectOf<HostAddress>({ label: asText, address: asIpv4, prefixLength: asCount });

const document = objectOf<Document>({
  startedAt: orNull(asText),
  finishedAt: orNull(asText),
  host: orNull(asText),
  bootId: orNull(asText),
  kernel: orNull(asText),
  endian: orNull(oneOf('little', 'big')),
  pageSize: orNull(asCount),
  ticksPerSecond: orNull(asCount),
  uid: orNull(asCount),
  addresses: orNull(listOf(hostAddress)),
  namespaces: listOf(objectOf<SnapshotNamespace>({ leader: asCount, inode: orNull(asDigits) })),
  own: orNull(asCount),
  logs: orNull(objectOf<Logs>({ pods: listOf(asText), containers: listOf(asText) })),
  allNamespaces: asFlag,
  processes: asFlag,
  redaction: orNull(asText),
  files: listOf(
    objectOf<FileRecord>({
      path: asText,
      state: oneOf('ok', 'empty', 'absent', 'denied', 'error'),
      code: orNull(asText),
      bytes: asCount,
      inode: orNull(asDigits),
      readAt: orNull(asText),
    }),
  ),
});

/** One file per line, so that denied ones are easy to find, e.g. with `grep`. */
export const writeDocument = ({ files, ...rest }: Document): Uint8Array => {
  const head = JSON.stringify({ schema, ...rest }, null, 1).replace(/\n\}$/, '');
  const lines = files.map((file) => `  ${JSON.stringify(file)}`).join(',\n');
  return Buffer.from(`${head},\n "files": [\n${lines}\n ]\n}\n`, 'utf8');
};

/** Throws `UnsupportedError` for anything `writeDocument` would not write. `path` names the archive in messages. */
export const readDocument = (bytes: Uint8Array, path: string): Document => {
  const refuse = (why: string): never => {
    throw new UnsupportedError(`${visible(path)}: ${documentName}: ${visible(why)}`, path);
  };
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const { schema: found } = objectOf<{ schema: string }>({ schema: asText })(value, '');
    if (found !== schema) return refuse(`unknown schema ${found} (this version reads ${schema})`);
    return document(value, '');
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return refuse('not valid JSON');
    if (error instanceof ShapeError) return refuse(error.message);
    throw error;
  }
};
