// Makes dist: the library, as it was compiled and tested, and the command in one file, whose parts for a format or a page
// run when asked for, with its thread.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** yargs says nothing of side effects, so its terminal layout, which we do not use, would come along with its parser. */
const onlyWhatIsUsed = {
  name: 'only-what-is-used',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^(yargs|cliui|y18n|escalade|\.\.\/lib\/platform-shims)/ }, async (found) => {
      if (found.pluginData === 'seen') return undefined;
      const { path } = await resolve(found.path, {
        kind: found.kind,
        resolveDir: found.resolveDir,
        importer: found.importer,
        pluginData: 'seen',
      });
      return { path, sideEffects: false };
    });
  },
};

rmSync('dist', { recursive: true, force: true });

const importOf = /\b(?:from|import|import\()\s*'(\.[^']+)'/g;

/** A compiled file and all that it imports, with the declarations of each. */
const reached = (path, seen = new Set()) => {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, target] of readFileSync(path, 'utf8').matchAll(importOf)) {
    const found = join(dirname(path), target).replace(/\.ts$/, '.js');
    reached(path.endsWith('.d.ts') ? found.replace(/\.js$/, '.d.ts') : found, seen);
  }
  return path.endsWith('.d.ts') ? seen : reached(path.replace(/\.js$/, '.d.ts'), seen);
};

/** Without the link to the source map, which the package does not hold. */
for (const path of reached('.build/src/index.js')) {
  const to = path.replace('.build/src', 'dist/lib');
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
}

// CommonJS, because Node loads one such file faster than the parts of a split module (Node 20: 4 ms of 25), and a thread
// of it runs after 30 ms instead of 65.
await build({
  entryPoints: { main: 'src/cli/main.ts', 'reader-thread': 'src/cli/read-ahead/reader-thread.ts' },
  outdir: 'dist/cli',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  banner: { js: "const fileUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'fileUrl' },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [onlyWhatIsUsed],
  logLevel: 'warning',
});
