import {
  ClosedPipe,
  ExitCode,
  OutputError,
  ReadError,
  UnsupportedError,
  UsageError,
} from '../core/errors.ts';
import { expectInterpretedLog, printable } from '../core/text.ts';
import { dispatch } from './dispatch.ts';
import { type Host, realHost } from './host.ts';

/** Messages may contain names, so each line is escaped. */
const shown = (message: string): string => message.split('\n').map(printable).join('\n');

const answer = (error: unknown, host: Host): number => {
  if (error instanceof ClosedPipe) return error.exitCode;
  const isExpected =
    error instanceof UsageError ||
    error instanceof ReadError ||
    error instanceof UnsupportedError ||
    error instanceof OutputError;
  const debug = host.env['PROCNET_DEBUG'] === '1';
  if (isExpected) host.warn(`procnet: ${shown(debug ? (error.stack ?? error.message) : error.message)}\n`);
  else host.warn(`procnet: this is a bug, please report it: ${bugText(error, debug)}\n`);
  return isExpected ? error.exitCode : ExitCode.bug;
};

const bugText = (error: unknown, debug: boolean): string => {
  if (!(error instanceof Error)) return shown(String(error));
  return debug
    ? shown(error.stack ?? error.message)
    : `${shown(error.message)} (PROCNET_DEBUG=1 shows where)`;
};

/** Runs one command line and returns its exit code. Never throws. */
export const run = async (argv: readonly string[], host: Host): Promise<number> => {
  expectInterpretedLog(Boolean(host.env['GITHUB_ACTIONS'] || host.env['TF_BUILD']));
  try {
    return await dispatch(argv, host);
  } catch (error) {
    return answer(error, host);
  }
};

/** The process. Once output is written, it exits immediately, because cleaning up would take 3 to 10 ms. */
export const main = async (argv: readonly string[]): Promise<never> =>
  process.exit(await run(argv, await realHost()));
