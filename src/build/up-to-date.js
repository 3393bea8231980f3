// Exits with 0 if the last build was made from the current files, so that commands after `npm ci` need not build
// again. With `done`, after a build: records the state of the files at the previous call, when the build began.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const built = '.build/inputs';
const pending = '.build/inputs.pending';

const below = (directory) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js|json)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .filter((path) => !path.startsWith('test/fixtures/') && !path.startsWith('test/golden/'));

const inputs = () => {
  const hash = createHash('sha256').update(process.version);
  const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md'];
  for (const path of [...files, ...['src', 'test'].flatMap(below)].sort())
    hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex');
};

if (process.argv[2] === 'done') renameSync(pending, built);
else {
  const now = inputs();
  const isCurrent =
    existsSync(built) &&
    readFileSync(built, 'utf8') === now &&
    existsSync('dist/lib') &&
    existsSync('dist/cli');
  if (!isCurrent) {
    mkdirSync('.build', { recursive: true });
    rmSync(built, { force: true });
    writeFileSync(pending, now);
  }
  process.exitCode = isCurrent ? 0 : 1;
}
