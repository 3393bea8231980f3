import { isCharacterDevice } from '../source/filesystem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Terminal = {
  readonly isTerminal: boolean;
  /** In columns; null if not a terminal or unknown. */
  readonly width: number | null;
};

const isDumb = (env: Environment): boolean => !env['TERM'] || env['TERM'] === 'dumb';

/**
 * In order of precedence: `--color`, NO_COLOR, FORCE_COLOR (`0` is off), TERM=dumb, and whether it is a terminal. The two
 * variables apply if not empty (no-color.org, force-color.org).
 */
export const wantsColor = (choice: string, env: Environment, isTerminal: boolean): boolean => {
  if (choice !== 'auto') return choice === 'always';
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal && !isDumb(env);
};

/** Whether the locale lacks UTF-8, so only ASCII can be shown. */
export const isAscii = (env: Environment): boolean => {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'];
  return Boolean(locale) && !/utf-?8/i.test(locale!);
};

/** COLUMNS outside these limits is ignored. */
const leastColumns = 10;
const mostColumns = 10_000;

const columnsOf = (env: Environment, measured: () => number): number | null => {
  const asked = Number(env['COLUMNS']);
  if (Number.isInteger(asked) && asked >= leastColumns && asked <= mostColumns) return asked;
  const columns = measured();
  return columns > 0 ? columns : null;
};

const noTerminal: Terminal = { isTerminal: false, width: null };

/** Only a device can be a terminal. Node's terminal code, which takes 7 ms to load, is loaded only for devices. */
export const terminalOf = async (fd: number, env: Environment): Promise<Terminal> => {
  if (!isCharacterDevice(fd)) return noTerminal;
  const { isatty, WriteStream } = await import('node:tty');
  if (!isatty(fd)) return noTerminal;
  return { isTerminal: true, width: columnsOf(env, () => new WriteStream(fd).columns) };
};
