import assert from 'node:assert/strict';
import type { Host } from '../../src/cli/host.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';

/** The environment of a command that runs inside a test: pipes, no variables, this machine's files. */
export const quietHost = (own: Pick<Host, 'write' | 'warn'> & Partial<Host>): Host => ({
  env: {},
  stdout: { isTerminal: false, width: null },
  stderr: { isTerminal: false, width: null },
  files: nodeFileSystem,
  now: () => new Date(),
  save: () => assert.fail('a file was written'),
  append: () => assert.fail('a file was written'),
  ...own,
});
