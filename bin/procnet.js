#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs';
import * as nodeModule from 'node:module';

const needed = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  writeSync(2, `procnet needs Node.js ${needed.join('.')} or later; this is ${process.version}\n`);
  process.exitCode = 2;
} else if (process.argv.length === 3 && process.argv[2] === '--version') {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  try {
    writeSync(1, `procnet ${version}\n`);
  } catch (error) {
    if (error.code !== 'EPIPE' && error.code !== 'EBADF') {
      writeSync(2, `procnet: cannot write output: ${error.code}\n`);
      process.exitCode = 2;
    }
  }
} else {
  // Since Node 22.8; a cache that cannot be written is no error.
  nodeModule.enableCompileCache?.();
  const { main } = await import('../dist/cli/main.js');
  await main(process.argv.slice(2));
}
