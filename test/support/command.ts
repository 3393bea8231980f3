import { resolve } from 'node:path';

const executable = process.env['PROCNET_BIN'];

/**
 * The words that start procnet: the built command on this Node.js, or the executable that PROCNET_BIN names. They are
 * always two, the first an absolute path, because programs in Python take them from their argv and give them to exec.
 */
export const command: readonly [program: string, file: string] =
  executable === undefined
    ? [process.execPath, resolve('bin/procnet.js')]
    : ['/usr/bin/env', resolve(executable)];

/** The runtime inside an executable reserves addresses and looks at files that Node.js leaves alone. */
export const isExecutable: boolean = executable !== undefined;
