// Makes dist: the library, as it was compiled and tested, and the command in parts.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

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

/** The engine of regular expressions is a part of its own, and is loaded by the first expression that has one. */
const engineApart = {
  name: 'engine-apart',
  resolveId: (id, importer) =>
    id === 're2js' && importer !== undefined ? { id: './re2js.cjs', external: true } : null,
};

cpSync('src/docs/examples', 'dist/examples', { recursive: true });

// CommonJS in small parts, each loaded when it is asked for: a start reads and compiles what it runs, and Node starts such a
// file faster than modules. Names stay as they are, since shorter ones gained nothing and make stacks unreadable.
const bundle = await rolldown({
  input: { main: 'src/cli/main.ts', re2js: 're2js' },
  platform: 'node',
  transform: { target: 'node20.19' },
  // No module of ours or of the packages does anything but define what it exports.
  plugins: [engineApart],
  treeshake: { moduleSideEffects: false },
});
await bundle.write({
  dir: 'dist/cli',
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].cjs',
  minify: { compress: true, mangle: false, codegen: true },
});
