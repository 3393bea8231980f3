import { ExitCode, UsageError } from '../../core/errors.ts';
import { printable, visible } from '../../core/text.ts';
import { type SnapshotDraft, snapshotDraft, snapshotPage } from '../../options/pages/snapshot.ts';
import { type Command, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';
import { whileWatched } from '../progress.ts';
import { sizeText, type Written, writeSnapshot } from './written-snapshot.ts';

const requireSense = ({ redact, map, source }: SnapshotDraft): void => {
  if (map !== null && !redact) throw new UsageError('--map requires --redact', '--map');
  if (source.from !== undefined && (source.proc !== undefined || source.netns !== undefined))
    throw new UsageError('--from cannot be combined with --proc or --netns', '--from');
};

/** Reports where the snapshot is and what is missing from it. */
const tell = ({ path, bytes, source }: Written, host: Host): void => {
  const { files, uid } = source.document();
  const denied = files.filter(({ state }) => state === 'denied').length;
  if (denied > 0 && uid !== 0)
    host.warn(`procnet: permission denied for ${denied} file${denied === 1 ? '' : 's'} (try as root)\n`);
  if (path === '-' || !host.stderr.isTerminal) return;
  host.warn(`${printable(`procnet: wrote ${visible(path)} (${sizeText(bytes)})`)}\n`);
};

/** `procnet snapshot`. */
export const snapshot: Command = async (tokens, host) => {
  const draft = snapshotDraft();
  const words = await readCommand(snapshotPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  if (words.length > 0)
    throw new UsageError(`unexpected argument "${visible(words[0]!)}"; name the file with --output`);
  requireSense(draft);
  const written = await whileWatched(host, (watching) =>
    writeSnapshot(draft, watching.host, (progress) =>
      watching.onProgress?.({ what: 'namespaces and processes', ...progress }),
    ),
  );
  tell(written, host);
  return ExitCode.ok;
};
