import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { measuredNames, namesIn } from './measured-names.ts';
import { typeErrors } from './typed.ts';

const text = readFileSync('src/deploy/grafana/procnet.json', 'utf8');

type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
};
const dashboard = JSON.parse(text) as { readonly panels: readonly Panel[] };
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

const directory = mkdtempSync(join(tmpdir(), 'procnet-dashboard-'));
after(() => rmSync(directory, { recursive: true }));

test(
  'the dashboard matches the types of Grafana’s own schema package, and a misspelling does not',
  needs('npx'),
  () => {
    const errors = (document: unknown): string =>
      typeErrors('dashboard', 'Dashboard', '@grafana/schema', document);
    assert.equal(errors(dashboard), '');
    assert.match(errors(JSON.parse(text.replace('"gridPos"', '"gridPosition"'))), /"gridPosition"/);
  },
);

test('its queries are PromQL', needs('promtool'), () => {
  assert.ok(expressions.length > 20);
  const rules = expressions.map((expr, at) => ({
    record: `query:${at}`,
    expr: expr.replaceAll('$__rate_interval', '1m'),
  }));
  const file = join(directory, 'queries.json');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const { status, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('its queries use existing series', async () => {
  const names = await measuredNames();
  assert.deepEqual(
    namesIn(expressions.join('\n')).filter((name) => !names.has(name)),
    [],
  );
});

test('panels have unique ids and do not overlap', () => {
  const { panels } = dashboard;
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  for (const [at, { title, gridPos: one }] of panels.entries())
    for (const { title: below, gridPos: other } of panels.slice(at + 1))
      assert.ok(
        one.x + one.w <= other.x ||
          other.x + other.w <= one.x ||
          one.y + one.h <= other.y ||
          other.y + other.h <= one.y,
        `${title} and ${below}`,
      );
});
