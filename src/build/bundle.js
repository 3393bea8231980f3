// Makes dist: the library, as compiled and tested, and the command in chunks.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { withWrittenTexts } from './written.js';

rmSync('dist', { recursive: true, force: true });

const importOf = /\b(?:from|import|import\()\s*'(\.[^']+)'/g;

/** A compiled file and everything it imports, with their declarations. */
const reached = (path, seen = new Set()) => {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, target] of readFileSync(path, 'utf8').matchAll(importOf)) {
    const found = join(dirname(path), target).replace(/\.ts$/, '.js');
    reached(path.endsWith('.d.ts') ? found.replace(/\.js$/, '.d.ts') : found, seen);
  }
  return path.endsWith('.d.ts') ? seen : reached(path.replace(/\.js$/, '.d.ts'), seen);
};

/** Without the link to the source map, which is not in the package. */
for (const path of reached('.build/src/index.js')) {
  const to = path.replace('.build/src', 'dist/lib');
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
}

/** Packages that filters load if an expression needs them. */
const late = ['re2js', 'ip-address'];

/** Each is a separate chunk. */
const apart = {
  name: 'apart',
  resolveId: (id, importer) =>
    late.includes(id) && importer !== undefined ? { id: `./${id}.cjs`, external: true } : null,
};

/** Rarely called functions and classes, each with its module and the only module that must not load it in advance. */
const deferred = {
  HolderIndex: { from: 'src/lookup/processes/processes.ts', by: 'src/lookup/lookups.ts' },
  RowWriter: { from: 'src/formats/row-writer.ts', by: 'src/formats/plain.ts' },
  ownAddresses: { from: 'src/source/own-addresses.ts', by: 'src/source/filesystem.ts' },
  guardedFiles: { from: 'src/source/guarded.ts', by: 'src/source/tree.ts' },
  remarksOnNames: { from: 'src/request/asked-names.ts', by: 'src/request/ask.ts' },
};

const partOf = (path) => basename(path, '.ts');

/** Replaces them with a function that loads their chunk and forwards the call. */
const onCall = {
  name: 'on-call',
  resolveId(id, importer = '') {
    if (id.startsWith('part:')) return { id: `./${id.slice('part:'.length)}.cjs`, external: true };
    const name = Object.keys(deferred).find((each) => {
      const { from, by } = deferred[each];
      return importer.endsWith(by) && join(dirname(by), id) === from;
    });
    return name === undefined ? null : { id: `on-call:${name}` };
  },
  load(id) {
    if (!id.startsWith('on-call:')) return null;
    const name = id.slice('on-call:'.length);
    const found = `require('part:${partOf(deferred[name].from)}').${name}`;
    const call = /^[A-Z]/.test(name) ? `new (${found})(...given)` : `${found}(...given)`;
    return `export function ${name}(...given) { return ${call}; }`;
  },
};

/**
 * Modules loaded together are one chunk, because finding a file costs a start as much as compiling 5 KiB. Each contains its
 * imports that no chunk above it has. `start.test.ts` lists what a start loads.
 */
const together = {
  main: /src\/(cli\/main|glossary\/states|options\/output)\.ts$/,
  report:
    /src\/(cli\/commands\/report|core\/(address|address-words|field|report)|formats\/plain|reports\/families|shapes\/(pairs|row|rows)|tables\/sockstat)\.ts$/,
  texts: /src\/(docs\/(written|wrap)|options\/pages\/printed)\.ts$/,
  notes: /src\/glossary\/counters\/index\.ts$/,
  glossary: /src\/glossary\/explain\.ts$/,
  interfaces: /src\/(lookup\/addresses\/interface-names|reports\/interface-words|tables\/dev)\.ts$/,
  conns: /src\/reports\/conns\.ts$/,
  listening: /src\/query\/listening\.ts$/,
  'machine-filter': /src\/request\/machine-filter\.ts$/,
};

/**
 * The modules that the command loads on demand, by name. As entries, their chunks export them by name; else a helper in a
 * file of its own would make an object of all their exports.
 */
const demanded = () => {
  const found = {};
  for (const path of reached('.build/src/cli/main.js')) {
    if (path.endsWith('.d.ts')) continue;
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/\bimport\('(\.[^']+)'/g)) {
      const module = join(dirname(path), target)
        .replace(/^\.build\//, '')
        .replace(/\.js$/, '.ts');
      found[module] = module;
    }
  }
  return found;
};

cpSync('src/docs/examples', 'dist/examples', { recursive: true });

// CommonJS chunks, loaded on demand: a start reads and compiles only what it runs, and Node starts such a file
// faster than modules. Function names are kept, so that stacks are readable.
const bundle = await rolldown({
  input: {
    main: 'src/cli/main.ts',
    ...demanded(),
    ...Object.fromEntries(late.map((name) => [name, name])),
    ...Object.fromEntries(Object.values(deferred).map(({ from }) => [partOf(from), from])),
  },
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
  transform: { target: 'node20.19' },
  // Neither our modules nor the packages have side effects.
  plugins: [apart, onCall, withWrittenTexts],
  treeshake: { moduleSideEffects: false },
});
await bundle.write({
  dir: 'dist/cli',
  format: 'cjs',
  entryFileNames: ({ name }) => `${basename(name, '.ts')}.cjs`,
  chunkFileNames: '[name].cjs',
  externalLiveBindings: false,
  codeSplitting: {
    groups: Object.entries(together).map(([name, test], at) => ({ name, test, priority: 9 - at })),
  },
  minify: { compress: true, mangle: { toplevel: false }, codegen: true },
});
