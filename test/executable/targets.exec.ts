import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { procnet, withTree } from '../cli/black-box.ts';
import { hang, needs } from '../support/needs.ts';

const built = (target: string): string => {
  execFileSync(process.execPath, ['src/build/binary.js', '--target', target], { timeout: hang });
  return `.build/binary/${target}/procnet`;
};

/** What `file` would report: the machine and dynamic loader of an ELF file. */
const formOf = (path: string): readonly [machine: number, loader: string] => {
  const head = Buffer.alloc(4096);
  const descriptor = openSync(path, 'r');
  readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  assert.equal(head.toString('latin1', 0, 4), '\x7fELF');
  return [head.readUInt16LE(18), /\/lib\S*\/ld-[\w.-]+/.exec(head.toString('latin1'))![0]];
};

const [x64, arm64] = [62, 183];
const sysroot = '/usr/aarch64-linux-gnu';
const words = ['conns', '--proc', 'test/fixtures/captures/B', '--where', 'state ~ "^LIS"', '--json'];

test('linux-arm64 prints the same on an emulated processor', needs('qemu-aarch64-static', sysroot), () => {
  const path = built('linux-arm64');
  assert.deepEqual(formOf(path), [arm64, '/lib/ld-linux-aarch64.so.1']);
  const { status, stdout, stderr } = spawnSync('qemu-aarch64-static', ['-L', sysroot, path, ...words], {
    encoding: 'utf8',
    timeout: hang,
  });
  assert.deepEqual([status, stderr], [0, '']);
  assert.ok(JSON.parse(stdout).length > 0);
  assert.equal(stdout, procnet(words).stdout);
});

for (const [target, form] of [
  ['linux-x64-musl', [x64, '/lib/ld-musl-x86_64.so.1']],
  ['linux-arm64-musl', [arm64, '/lib/ld-musl-aarch64.so.1']],
] as const)
  test(`${target} is built for its processor and musl`, () => assert.deepEqual(formOf(built(target)), form));

const library = '/usr/lib/x86_64-linux-gnu';
const isX64 = process.arch === 'x64';

test(
  'linux-x64-musl prints the same with musl’s loader and C library',
  isX64 ? needs('gcc', '/lib/ld-musl-x86_64.so.1', `${library}/libstdc++.so.6`) : { skip: 'not on x64' },
  () =>
    withTree({}, (directory) => {
      const shim = join(directory, 'ld-linux-x86-64.so.2');
      const argv = [
        '-shared',
        '-fPIC',
        '-nostdlib',
        '-w',
        '-D_GNU_SOURCE',
        '-Wl,-soname,ld-linux-x86-64.so.2',
      ];
      execFileSync('gcc', [...argv, '-o', shim, 'test/executable/glibc-for-musl.c'], { timeout: hang });
      for (const name of ['libstdc++.so.6', 'libgcc_s.so.1'])
        copyFileSync(join(library, name), join(directory, name));
      const { status, stdout, stderr } = spawnSync(built('linux-x64-musl'), words, {
        encoding: 'utf8',
        timeout: hang,
        env: { LD_LIBRARY_PATH: directory },
      });
      assert.deepEqual([status, stderr], [0, '']);
      assert.equal(stdout, procnet(words).stdout);
    }),
);

test('an unknown target is refused', () => {
  const argv = ['src/build/binary.js', '--target', 'plan9-mips'];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8', timeout: hang });
  assert.equal(status, 2);
  assert.match(stderr, /^binary: --target must be one of linux-x64, .*\(got "plan9-mips"\)\n$/);
});
