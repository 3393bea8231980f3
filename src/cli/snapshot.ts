import { ExitCode, UsageError } from '../core/errors.ts';
import { printable, visible } from '../core/text.ts';
import { type SnapshotDraft, snapshotDraft, snapshotPage } from '../options/pages/snapshot.ts';
import { type SnapshotSubject, subjectOf } from '../request/snapshot-subject.ts';
import type { RedactionMap } from '../snapshot/redact/map-file.ts';
import { archiveOf, type Source } from '../snapshot/write/archive.ts';
import { Collection, type Progress } from '../snapshot/write/collect.ts';
import { privateFile } from '../source/private-file.ts';
import { type Command, readCommand } from './commands.ts';
import type { Host } from './host.ts';

const onlyForOwner = 0o600;

const requireSense = ({ redact, map, source }: SnapshotDraft): void => {
  if (map !== null && !redact) throw new UsageError('--map requires --redact', '--map');
  if (source.from !== undefined && (source.proc !== undefined || source.netns !== undefined))
    throw new UsageError('--from cannot be combined with --proc or --netns', '--from');
};

/** A line on a terminal that says how far it is; it is gone in the end. */
const progressOn = ({ stderr, warn }: Host): { report(progress: Progress): void; end(): void } => {
  let shown = '';
  return {
    report({ done, total }) {
      if (!stderr.isTerminal || (done % 50 !== 0 && done !== total)) return;
      shown = `procnet: read ${done} of ${total} namespaces and processes`;
      warn(`\r${shown}`);
    },
    end() {
      if (shown !== '') warn(`\r${' '.repeat(shown.length)}\r`);
    },
  };
};

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

/** The same with other names and addresses; the map is written once it is complete. */
const redacted = async (collection: Collection, draft: SnapshotDraft, host: Host): Promise<Redacting> => {
  const [{ Redacted }, { Redaction }, { readMap, secretOf, writeMap }] = await Promise.all([
    import('../snapshot/redact/redacted.ts'),
    import('../snapshot/redact/redaction.ts'),
    import('../snapshot/redact/map-file.ts'),
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

/** What a person should know: where it is, and what is not in it. */
const tell = (path: string, bytes: number, source: Source, host: Host): void => {
  const { files, uid } = source.document();
  const denied = files.filter(({ state }) => state === 'denied').length;
  if (denied > 0 && uid !== 0)
    host.warn(`procnet: permission denied for ${denied} file${denied === 1 ? '' : 's'} (try as root)\n`);
  if (path === '-' || !host.stderr.isTerminal) return;
  const size = bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / (1 << 20)).toFixed(1)} MiB`;
  host.warn(`${printable(`procnet: wrote ${visible(path)} (${size})`)}\n`);
};

/** `procnet snapshot`. */
export const snapshot: Command = async (tokens, host) => {
  const draft = snapshotDraft();
  const words = await readCommand(snapshotPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  if (words.length > 0)
    throw new UsageError(`unexpected argument "${visible(words[0]!)}"; name the file with --output`);
  requireSense(draft);
  const subject = await subjectOf(draft.source, host.files);
  const collection = new Collection({ ...subject, ...draft, now: () => host.now() });
  const { source, finish } = draft.redact
    ? await redacted(collection, draft, host)
    : { source: collection, finish: () => {} };
  const progress = progressOn(host);
  const pieces = await archiveOf({
    startedAt: source.startedAt,
    members: () => source.members(progress.report),
    document: () => source.document(),
  }).finally(() => progress.end());
  const path = destination(draft, subject, host);
  finish();
  write(path, pieces, host);
  tell(
    path,
    pieces.reduce((size, piece) => size + piece.length, 0),
    source,
    host,
  );
  return ExitCode.ok;
};
