import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

type Pack = readonly { readonly files: readonly { readonly path: string }[] }[];

/** The files that the package may contain. */
const allowed = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^bin\/(procnet\.js|package\.json)$/,
  /^man\/procnet(-[a-z]+)?\.1$/,
  /^dist\/cli\/[\w.-]+\.cjs$/,
  /^dist\/schema\/[a-z.-]+\.json$/,
  /^dist\/examples\/[a-z-]+\.ts$/,
  /^src\/deploy\/[\w./-]+$/,
  /^dist\/lib\/(?!(cli|docs)\/)[\w/-]+\.(js|d\.ts)$/,
];

const needed = [
  'bin/procnet.js',
  'dist/cli/main.cjs',
  'dist/lib/index.js',
  'dist/lib/index.d.ts',
  'dist/schema/conns.json',
  'man/procnet.1',
  'src/deploy/systemd/procnet.service',
  'src/deploy/kubernetes/daemonset.yml',
  'src/deploy/container/Containerfile',
  'src/deploy/prometheus/alerts.yml',
  'src/deploy/grafana/procnet.json',
  'LICENSE',
];

test('the package contains exactly the files it needs', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const files = (JSON.parse(output) as Pack)[0]!.files.map(({ path }) => path);
  assert.deepEqual(
    files.filter((path) => !allowed.some((pattern) => pattern.test(path))),
    [],
  );
  assert.deepEqual(
    needed.filter((path) => !files.includes(path)),
    [],
  );
});
