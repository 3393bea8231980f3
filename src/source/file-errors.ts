import { describeProblem, type FileState, type Problem, ReadError } from '../core/errors.ts';
import type { FileNote, FilePolicy } from '../core/report.ts';
import { errnoOf } from './filesystem.ts';

/** The file state for the errno name of a failed open. */
export const stateOf = (code: string): FileState =>
  code === 'ENOENT' || code === 'ENOTDIR'
    ? 'absent'
    : code === 'EACCES' || code === 'EPERM'
      ? 'denied'
      : 'error';

export const wholeFile = ({ path }: FileNote, message: string): Problem => ({
  path,
  line: null,
  field: null,
  message,
});

export const unrecognized = ({ path }: FileNote, first: Problem | null): string => {
  if (first !== null) return `${describeProblem(first)}; no line of this file could be read`;
  const hint = /\/(tcp|udp)6?$/.test(path) ? ': this system exposes no socket table' : '';
  return `${path}: unrecognized format${hint}`;
};

export const reason = (note: FileNote, error: Error, { absentMeans }: FilePolicy): string => {
  if (note.state === 'absent')
    return `missing on this kernel${absentMeans === undefined ? '' : `: ${absentMeans}`}`;
  if (note.state === 'denied') return `permission denied (${errnoOf(error)}; try as root)`;
  const prefix = `cannot read ${note.path}: `;
  return error.message.startsWith(prefix)
    ? error.message.slice(prefix.length)
    : `cannot be read (${errnoOf(error)})`;
};

export const readError = (note: FileNote, code: string, { absentMeans }: FilePolicy): ReadError => {
  const { path } = note;
  if (note.state === 'denied')
    return new ReadError(`cannot read ${path}: permission denied (${code}); try as root`, code, path);
  if (note.state === 'absent')
    return new ReadError(
      `cannot read ${path}: no such file (${code}); ${absentMeans ?? 'is this a Linux /proc?'}`,
      code,
      path,
    );
  return new ReadError(`cannot read ${path}: ${code}`, code, path);
};
