import type { SnapshotDraft } from '../../options/pages/snapshot.ts';
import { type SnapshotSubject, subjectOf } from '../../request/snapshot-subject.ts';
import type { RedactionMap } from '../../snapshot/redact/map-file.ts';
import { archiveOf, type Source } from '../../snapshot/write/archive.ts';
import { Collection, type Progress } from '../../snapshot/write/collect.ts';
import { privateFile } from '../../source/private-file.ts';
import type { Host } from '../host.ts';

/** A snapshot that has been written. */
export type Written = {
  /** `-` for stdout. */
  readonly path: string;
  readonly bytes: number;
  readonly source: Source;
};

const onlyForOwner = 0o600;

/** `procnet-HOST-20260102T030405Z.tgz`. */
const nameFor = ({ facts }: SnapshotSubject, now: Date): string => {
  const host = /^[\w.-]{1,64}/.exec(facts.host ?? '')?.[0] ?? 'snapshot';
  return `procnet-${host}-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.tgz`;
};

const destination = ({ output, redact }: SnapshotDraft, subject: SnapshotSubject, host: Host): string =>
  output ??
  (host.stdout.isTerminal
    ? nameFor(redact ? { ...subject, facts: { ...subject.facts, host: null } } : subject, host.now())
    : '-');

type Redacting = { readonly source: Source; finish(): void };

/** Redacts a snapshot; the map is written when complete. */
const redacted = async (collection: Collection, draft: SnapshotDraft, host: Host): Promise<Redacting> => {
  const [{ Redacted }, { Redaction }, { readMap, secretOf, writeMap }] = await Promise.all([
    import('../../snapshot/redact/redacted.ts'),
    import('../../snapshot/redact/redaction.ts'),
    import('../../snapshot/redact/map-file.ts'),
  ]);
  const { map: path } = draft;
  const bytes = path === null ? null : privateFile(path, '--map');
  const known: RedactionMap | null = bytes === null ? null : readMap(bytes, path!);
  const redaction = new Redaction(secretOf(known), collection.endian);
  return {
    source: new Redacted(collection, redaction),
    finish: () => path !== null && host.save(path, writeMap(redaction, known), onlyForOwner),
  };
};

const write = (path: string, pieces: readonly Uint8Array[], host: Host): void => {
  if (path === '-') for (const piece of pieces) host.write(piece);
  else host.save(path, Buffer.concat(pieces), onlyForOwner);
};

/** Creates a snapshot and writes it atomically. Throws any error from reading and writing. */
export const writeSnapshot = async (
  draft: SnapshotDraft,
  host: Host,
  onProgress: (progress: Progress) => void,
): Promise<Written> => {
  const subject = await subjectOf(draft.source, host.files);
  const collection = new Collection({ ...subject, ...draft, now: () => host.now() });
  const { source, finish } = draft.redact
    ? await redacted(collection, draft, host)
    : { source: collection, finish: () => {} };
  const pieces = await archiveOf({
    startedAt: source.startedAt,
    members: () => source.members(onProgress),
    document: () => source.document(),
  });
  const path = destination(draft, subject, host);
  finish();
  write(path, pieces, host);
  return { path, bytes: pieces.reduce((size, piece) => size + piece.length, 0), source };
};

/** `12 KiB`, `2.4 MiB`. */
export const sizeText = (bytes: number): string =>
  bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
