import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/main.ts';
import { quietHost } from '../support/quiet-host.ts';

export type Outcome = { readonly out: string; readonly err: string; readonly code: number };

/** Runs a command line inside the test, and returns its output. */
export const runHere = async (
  argv: readonly string[],
  { now, ...surroundings }: { now?: Date } & Partial<Omit<Host, 'now'>> = {},
): Promise<Outcome> => {
  let out = '';
  let err = '';
  const host = quietHost({
    write(bytes) {
      out += Buffer.from(bytes).toString();
    },
    warn(text) {
      err += text;
    },
    ...(now === undefined ? {} : { now: () => now }),
    ...surroundings,
  });
  const code = await run(argv, host);
  return { out, err, code };
};
