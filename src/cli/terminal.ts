import { isatty, WriteStream } from 'node:tty';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Terminal = {
  readonly isTerminal: boolean;
  /** Columns; null where it is no terminal or does not say. */
  readonly width: number | null;
};

const isDumb = (env: Environment): boolean => !env['TERM'] || env['TERM'] === 'dumb';

/**
 * `--color` decides, then NO_COLOR, FORCE_COLOR (`0` is off), TERM=dumb, and whether it is a terminal. Both variables
 * count when present and not empty (no-color.org, force-color.org).
 */
export const wantsColor = (choice: string, env: Environment, isTerminal: boolean): boolean => {
  if (choice !== 'auto') return choice === 'always';
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal && !isDumb(env);
};

const columnsOf = (env: Environment, fd: number): number | null => {
  const told = Number(env['COLUMNS']);
  if (Number.isInteger(told) && told > 0) return told;
  const { columns } = new WriteStream(fd);
  return columns > 0 ? columns : null;
};

export const terminalOf = (fd: number, env: Environment): Terminal =>
  isatty(fd) ? { isTerminal: true, width: columnsOf(env, fd) } : { isTerminal: false, width: null };
