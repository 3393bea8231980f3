#!/usr/bin/env node
'use strict';

// CommonJS, so that any Node.js can say what is needed, and because it starts 5 ms sooner.
const { writeSync } = require('node:fs');

const needed = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

const writeVersion = () => {
  try {
    writeSync(1, `procnet ${require('../package.json').version}\n`);
  } catch (error) {
    if (error.code === 'EPIPE' || error.code === 'EBADF') return;
    writeSync(2, `procnet: cannot write output: ${error.code}\n`);
    process.exitCode = 2;
  }
};

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  writeSync(2, `procnet needs Node.js ${needed.join('.')} or later; this is ${process.version}\n`);
  process.exitCode = 2;
} else if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) writeVersion();
else require('../dist/cli/main.cjs').main(process.argv.slice(2));
