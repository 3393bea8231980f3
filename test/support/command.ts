import { resolve } from 'node:path';

const executable = process.env['PROCNET_BIN'];

/**
 * The arguments that start procnet: the built command on this Node.js, or the executable that PROCNET_BIN names. They are
 * always two, the first an absolute path, because Python programs take them from their argv and pass them to exec.
 */
export const command: readonly [program: string, file: string] =
  executable === undefined
    ? [process.execPath, resolve('bin/procnet.js')]
    : ['/usr/bin/env', resolve(executable)];

/** An executable's runtime reserves addresses and looks up files that Node.js leaves alone. */
export const isExecutable: boolean = executable !== undefined;
