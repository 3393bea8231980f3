import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadReports } from '../reports/registry.ts';
import { withColumnDocs } from './declarations.ts';
import { committedFiles, packagedFiles } from './generated.ts';

// Run from the repository root. `write.js` generates everything, `write.js package` only the files added to the package.
const all = await loadReports();
const read = (path: string): string => readFileSync(path, 'utf8');
const sources = {
  changelog: read('CHANGELOG.md'),
  ci: read('src/docs/CI.md'),
  manifest: read('package.json'),
  declarations: (path: string) => read(`dist/lib/${path}`),
};

mkdirSync('dist/schema', { recursive: true });
mkdirSync('man', { recursive: true });

const library = 'dist/lib/reports';
for (const name of readdirSync(library, { recursive: true, encoding: 'utf8' }))
  if (name.endsWith('.d.ts'))
    writeFileSync(`${library}/${name}`, withColumnDocs(read(`${library}/${name}`), all));

const committed = process.argv[2] === 'package' ? [] : committedFiles(all, sources);
for (const [path, text] of [...committed, ...packagedFiles(all)]) writeFileSync(path, text);
