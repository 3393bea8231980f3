import { run } from '../../src/cli/main.ts';
import { quietHost } from './quiet-host.ts';

export type Result = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Fails on output that is not UTF-8 instead of replacing bytes. */
const decode = (chunks: readonly Uint8Array[]): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));

/** Runs a command line in this process, as in a pipe; on a terminal if a width is given. */
export const runInProcess = async (argv: readonly string[], width: number | null = null): Promise<Result> => {
  const chunks: Uint8Array[] = [];
  let stderr = '';
  const host = quietHost({
    stdout: { isTerminal: width !== null, width },
    write: (bytes) => chunks.push(Uint8Array.from(bytes)),
    warn(text) {
      stderr += text;
    },
    now: () => new Date('2026-01-02T03:04:05.678Z'),
  });
  const code = await run(argv, host);
  return { code, stdout: decode(chunks), stderr };
};
