// Bundles the command into dist/cli: one entry, with parts that load when a format or a page is asked for.
import { rmSync } from 'node:fs';
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

rmSync('dist/cli', { recursive: true, force: true });

await build({
  entryPoints: ['src/cli/main.ts'],
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [onlyWhatIsUsed],
  logLevel: 'warning',
});
