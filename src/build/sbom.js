// The SBOM in CycloneDX: npm's view of package-lock.json, and the executables' runtime.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bunVersion, packages } from './bun.js';

const own = JSON.parse(readFileSync('package.json', 'utf8'));

/** `--omit=dev` would omit packages that development needs too, so the whole graph is read and walked from our package. */
const fromNpm = () => {
  const argv = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const bom = JSON.parse(execFileSync('npm', argv, { encoding: 'utf8', maxBuffer: 1 << 28 }));
  const next = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const root = bom.dependencies.find(({ ref }) => ref === bom.metadata.component['bom-ref']);
  root.dependsOn = root.dependsOn.filter((ref) => ref.replace(/@[^@]*$/, '') in own.dependencies);
  const kept = new Set();
  const keep = (ref) => {
    if (kept.has(ref)) return;
    kept.add(ref);
    for (const other of next.get(ref)) keep(other);
  };
  next.set(root.ref, root.dependsOn);
  keep(root.ref);
  bom.components = bom.components.filter((component) => kept.has(component['bom-ref']));
  bom.dependencies = bom.dependencies.filter(({ ref }) => kept.has(ref));
  return bom;
};

const runtime = ([name, integrity]) => ({
  'bom-ref': `${name}@${bunVersion}`,
  type: 'platform',
  group: name.split('/')[0],
  name: name.split('/')[1],
  version: bunVersion,
  scope: 'optional',
  purl: `pkg:npm/${encodeURIComponent(name.split('/')[0])}/${name.split('/')[1]}@${bunVersion}`,
  hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity, 'base64').toString('hex') }],
  licenses: [{ license: { id: 'MIT' } }],
  externalReferences: [{ type: 'license', url: 'https://bun.com/docs/project/license' }],
});

/** Derived from the contents, because a random number would differ in each build. */
const serialNumber = (bom) => {
  const hex = createHash('sha256').update(JSON.stringify(bom)).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
};

const byReference = (one, other) =>
  (one['bom-ref'] ?? one.ref).localeCompare(other['bom-ref'] ?? other.ref, 'en');

export const sbom = (seconds) => {
  const { serialNumber: _random, ...bom } = fromNpm();
  const bun = Object.values(packages).map(runtime);
  const references = bun.map((component) => component['bom-ref']);
  bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
  // npm uses the folder's name.
  bom.metadata.component.name = 'procnet';
  bom.components = [...bom.components, ...bun].sort(byReference);
  const root = bom.dependencies.find(({ ref }) => ref === bom.metadata.component['bom-ref']);
  root.dependsOn.push(...references);
  bom.dependencies = [...bom.dependencies, ...references.map((ref) => ({ ref, dependsOn: [] }))].sort(
    byReference,
  );
  return { ...bom, serialNumber: serialNumber(bom) };
};
