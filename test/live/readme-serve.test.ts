import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { blocksIn, commandsIn, directory, sectionOf, step } from './readme-commands.ts';
import { live, withNamespace } from './support.ts';

const lines = blocksIn(sectionOf('Many machines'), 'sh')
  .flatMap(commandsIn)
  .map((line) => line.replace('/var/lib/node_exporter', '.').replace('/host/proc', '/proc'));

/** Sends a request with the token; any certificate is accepted. */
const asks = (scheme: string): string =>
  `NODE_TLS_REJECT_UNAUTHORIZED=0 ${process.execPath} --no-warnings -e "fetch('${scheme}://127.0.0.1:9535/metrics', { headers: { authorization: 'Bearer correct-horse-battery' } }).then(async (r) => console.log(r.status, (await r.text()).includes('procnet_tcp_connections')))"`;

test('the "Many machines" commands run as written, and answer', live('bash', 'openssl'), () =>
  withNamespace((namespace) => {
    const subject = ['-subj', '/CN=procnet', '-out', 'cert.pem', '-keyout', 'key.pem'];
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject], {
      cwd: directory,
    });
    assert.equal(made.status, 0);
    chmodSync(join(directory, 'key.pem'), 0o600);
    writeFileSync(join(directory, 'token'), 'correct-horse-battery\n', { mode: 0o600 });
    assert.equal(lines.length, 5);
    for (const line of lines.filter((each) => each.startsWith('procnet metrics'))) {
      const { code, stderr } = step(namespace, line);
      assert.deepEqual([code, stderr], [0, ''], line);
    }
    assert.match(readFileSync(join(directory, 'procnet.prom'), 'utf8'), /^# HELP procnet_build_info /);
    for (const line of lines.filter((each) => each.startsWith('procnet serve'))) {
      const scheme = line.includes('--tls-cert') ? 'https' : 'http';
      const wait = 'procnet wait "listen :9535" --timeout 1m --quiet';
      // By process: bash may have forgotten the job of a server that ended at once.
      const all = `${line} &\nserver=$!\n${wait}\n${asks(scheme)}\nkill -TERM $server\nwait $server`;
      const { code, stdout, stderr } = step(namespace, all);
      assert.deepEqual([code, stdout], [0, '200 true\n'], `${line}: ${stderr}`);
    }
  }),
);
