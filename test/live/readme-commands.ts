import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { command } from '../support/command.ts';
import type { Finished, Namespace } from './support.ts';

const readme = readFileSync('README.md', 'utf8');

/** A README section, by heading. */
export const sectionOf = (heading: string): string => {
  const found = new RegExp(`^## ${heading}\\n([\\s\\S]*?)^## `, 'm').exec(readme);
  if (found === null) throw new Error(`README has no section "${heading}"`);
  return found[1]!;
};

/** A section's code blocks in one language. */
export const blocksIn = (section: string, language: string): readonly string[] =>
  [...section.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);

/** A block's command lines, without comments. */
export const commandsIn = (block: string): readonly string[] =>
  block
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ +# .*$/, ''));

/** Where the commands run. `procnet` is the built command there, and `npm` does nothing. */
export const directory = mkdtempSync(join(tmpdir(), 'procnet-readme-'));
after(() => rmSync(directory, { recursive: true }));

export const program = (name: string, text: string): void => {
  writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(directory, name), 0o755);
};
program('procnet', `exec ${command.join(' ')} "$@"`);
program('npm', 'exit 0');

/** A step as a runner runs it: bash that stops at the first failure. Its background jobs end with it. */
export const step = (namespace: Namespace, lines: string, ...env: readonly string[]): Finished =>
  namespace.try(
    'env',
    `PATH=${directory}:${process.env['PATH']}`,
    ...env,
    'setsid',
    'bash',
    '--norc',
    '-e',
    '-c',
    `cd ${directory}\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${lines}`,
  );

/** A healthy service: listeners on the README's ports, and a unix socket. */
export const healthy = `
import ctypes, socket, sys
libc = ctypes.CDLL(None)
libc.unshare(0x20000)                            # CLONE_NEWNS: /run is our own
libc.mount(None, b"/", None, 0x44000, None)      # MS_REC | MS_PRIVATE
libc.mount(b"none", b"/run", b"tmpfs", 0, None)
held = []
for port in (8080, 5432):
    s = socket.socket()
    s.bind(("127.0.0.1", port))
    s.listen()
    held.append(s)
u = socket.socket(socket.AF_UNIX)
u.bind("/run/app.sock")
u.listen()
print("ready", flush=True)
sys.stdin.read()
`;

/** An unhealthy service: 120 leaked connections on port 8080, a full accept queue on 8081, and Redis's port open to all. */
export const sick = `
import socket, sys
s = socket.socket()
s.bind(("0.0.0.0", 8080))
s.listen(200)
leaked = []
for _ in range(120):
    c = socket.create_connection(("127.0.0.1", 8080))
    leaked.append(s.accept()[0])
    c.close()
exposed = socket.socket()
exposed.bind(("0.0.0.0", 6379))
exposed.listen()
full = socket.socket()
full.bind(("127.0.0.1", 8081))
full.listen(0)
waiting = []
for _ in range(8):
    c = socket.socket()
    c.setblocking(False)
    c.connect_ex(("127.0.0.1", 8081))
    waiting.append(c)
print("ready", flush=True)
sys.stdin.read()
`;
