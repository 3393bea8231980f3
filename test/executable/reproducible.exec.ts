import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { hang } from '../support/needs.ts';

/** All inputs of the executable and the bill of materials, in a folder of another name and length. */
const copied = (directory: string): string => {
  const folder = join(directory, 'a clone elsewhere');
  mkdirSync(join(folder, '.build'), { recursive: true });
  mkdirSync(join(folder, 'src'));
  for (const name of ['bin', 'dist', 'src/build', 'package.json', 'package-lock.json'])
    cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('.build/bun'), join(folder, '.build/bun'));
  return folder;
};

const run = (cwd: string, ...argv: readonly string[]): string =>
  execFileSync(process.execPath, argv, { cwd, encoding: 'utf8', timeout: hang });

test('building in another folder gives the same executable, byte for byte', () =>
  withTree({}, (directory) => {
    const made = [process.cwd(), copied(directory)].map((folder) => {
      const path = run(folder, 'src/build/binary.js').split(' ')[0]!;
      return readFileSync(join(folder, path));
    });
    assert.ok(made[0]!.length > 50e6);
    assert.ok(made[0]!.equals(made[1]!));
    assert.ok(!made[0]!.includes(process.cwd()), 'it contains this folder’s path');
  }));

test('the bill of materials lists every package in the executable, and is reproducible', () =>
  withTree({}, (directory) => {
    const program = `import { sbom } from './src/build/sbom.js'; console.log(JSON.stringify(sbom(1e9)));`;
    const argv = ['--input-type=module', '-e', program];
    const [here, elsewhere] = [process.cwd(), copied(directory)].map((folder) => run(folder, ...argv));
    assert.equal(elsewhere, here);
    const { components, metadata } = JSON.parse(here!);
    assert.deepEqual([metadata.component.name, metadata.timestamp], ['procnet', '2001-09-09T01:46:40.000Z']);
    const names = new Set(components.map(({ name }: { readonly name: string }) => name));
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const name of [...Object.keys(dependencies), 'yargs-parser', 'bun-linux-x64'])
      assert.ok(names.has(name), name);
    assert.ok(!names.has('typescript'));
  }));
