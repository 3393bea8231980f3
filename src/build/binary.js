// Makes .build/binary/TARGET/procnet, one executable that needs no Node.js, from what `npm run build` made:
// npm run binary [-- --target linux-x64|linux-arm64|linux-x64-musl|linux-arm64-musl]
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { bunFor, chosenTarget, here } from './bun.js';

/** The executable reads nothing in the user's working directory. */
const noAutoload = ['dotenv', 'bunfig', 'tsconfig', 'package-json'].map(
  (name) => `--no-compile-autoload-${name}`,
);

const flags = [
  '--compile',
  '--target=bun',
  ...noAutoload,
  '--reject-unresolved',
  // Compiled ahead, which makes a start three times as fast.
  '--bytecode',
  '--minify-syntax',
  '--minify-whitespace',
  // A package uses them; without this, the executable would contain this clone's path.
  '--define',
  '__filename="procnet"',
  '--define',
  '__dirname="."',
];

/**
 * The name of the file is a part of its bytes, so each target has a directory and all have the same name. The file is
 * renamed when it is whole: another one may be running.
 */
export const writeBinary = (target, entry = 'bin/procnet.js', directory = `.build/binary/${target}`) => {
  mkdirSync(directory, { recursive: true });
  const made = mkdtempSync(`${directory}/making-`);
  const runtime = target === here() ? [] : [`--compile-executable-path=${bunFor(target)}`];
  const argv = ['build', ...flags, ...runtime, entry, '--outfile', `${made}/procnet`];
  execFileSync(bunFor(here()), argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  renameSync(`${made}/procnet`, `${directory}/procnet`);
  rmSync(made, { recursive: true });
  return `${directory}/procnet`;
};

if (process.argv[1]?.endsWith('/binary.js')) {
  const path = writeBinary(chosenTarget('binary'));
  process.stdout.write(`${path} ${(statSync(path).size / 1e6).toFixed(0)} MB\n`);
}
