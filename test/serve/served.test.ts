import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { procnet, socketTable } from '../cli/black-box.ts';
import { eventually } from '../live/support.ts';
import { promtoolSays, sampleOf, seriesIn } from '../metrics/prom-text.ts';
import { command } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';
import { get, withServer } from './served.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-serve-'));
after(() => rmSync(directory, { recursive: true }));

const options = { timeout: hang };

/** A table that takes a while to read. */
const slowTree = join(directory, 'slow');
mkdirSync(slowTree);
writeFileSync(join(slowTree, 'tcp'), socketTable(200_000));

/** Everything received until the other side closes. */
const drained = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part) => {
    text += part;
  });
  socket.on('error', () => {});
  if (!socket.closed) await once(socket, 'close');
  return text;
};

test('metrics, health and an index page that links to both', needs('promtool'), () =>
  withServer([], async ({ url }) => {
    const { status, body } = await get(`${url}/metrics`);
    assert.equal(status, 200);
    assert.equal(promtoolSays(body), '');
    assert.ok(Number(sampleOf(body, 'procnet_reading_duration_seconds')) > 0);
    assert.match((await get(`${url}/healthz`)).body, /^(ok|critical)\n/);
    assert.match((await get(url)).body, /href="\/metrics"/);
  }),
);

test('a thousand concurrent requests are all answered from one reading', options, () =>
  withServer(['--min-interval', '1h', '--skip', '*'], async ({ url, pid, said }) => {
    const got = await Promise.all(Array.from({ length: 1_000 }, () => get(`${url}/metrics`)));
    assert.deepEqual(new Set(got.map(({ status }) => status)), new Set([200]));
    assert.equal(new Set(got.map(({ body }) => body)).size, 1);
    const open = (): number =>
      readdirSync(`/proc/${pid}/fd`).filter((fd) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
        } catch {
          return false;
        }
      }).length;
    await eventually(() => assert.ok(open() < 10, `${open()} sockets are open`));
    assert.equal(said().split('\n').length, 1, said());
  }),
);

test('slow clients are cut off, and others are still answered', options, () =>
  withServer(['--skip', '*'], async ({ url, port }) => {
    const slow = Array.from({ length: 50 }, (_, at) => {
      const socket = connect(port, '127.0.0.1');
      if (at % 2 === 0) socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      return drained(socket);
    });
    const deaf = Array.from({ length: 20 }, () => {
      const socket = connect(port, '127.0.0.1').pause();
      socket.on('error', () => {});
      socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100));
      return socket;
    });
    assert.equal((await get(`${url}/metrics`)).status, 200);
    for (const socket of deaf) socket.destroy();
    for (const text of await Promise.all(slow)) assert.match(text, /^(HTTP\/1\.1 408 |$)/);
    assert.equal((await get(`${url}/metrics`)).status, 200);
  }),
);

test(
  'oversized headers, malformed requests and bodies get a response and close the connection',
  options,
  () =>
    withServer(['--skip', '*'], async ({ url, port }) => {
      const sent = async (text: string): Promise<string> => {
        const socket = connect(port, '127.0.0.1');
        socket.write(text);
        return drained(socket);
      };
      assert.match(
        await sent(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`),
        /^HTTP\/1\.1 431 /,
      );
      assert.match(await sent(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`), /^HTTP\/1\.1 431 /);
      assert.match(await sent('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'), /^HTTP\/1\.1 400 /);
      assert.match(await sent('GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400 /);
      assert.match(
        await sent(
          'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        ),
        /^HTTP\/1\.1 400 /,
      );
      assert.match(
        await sent(
          `POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(1_000)}`,
        ),
        /^HTTP\/1\.1 405 /,
      );
      assert.equal((await get(`${url}/`)).status, 200);
    }),
);

test('on SIGTERM during a scrape, the scrape is answered, then the server exits with 0', options, () =>
  withServer(['--proc', slowTree, '--skip', '*'], async ({ url, pid, child, ended }) => {
    const scrape = get(`${url}/metrics`);
    const idle = connect(Number(new URL(url).port), '127.0.0.1');
    const isReading = (): boolean =>
      readdirSync(`/proc/${pid}/fd`).some((fd) => {
        try {
          return readlinkSync(`/proc/${pid}/fd/${fd}`) === join(slowTree, 'tcp');
        } catch {
          return false;
        }
      });
    await eventually(() => assert.ok(isReading()));
    child.kill('SIGTERM');
    const { status, body } = await scrape;
    assert.equal(status, 200);
    assert.equal(sampleOf(body, 'procnet_tcp_connections{family="ipv4",state="ESTABLISHED"}'), '200000');
    assert.match(body, /\nprocnet_reading_duration_seconds \S+\n$/, 'the last line is there');
    assert.equal(await ended, 0);
    idle.destroy();
    await assert.rejects(get(`${url}/`));
  }),
);

test('a reading does not block the event loop, so other requests are answered before it ends', options, () =>
  withServer(['--proc', slowTree, '--skip', '*'], async ({ url }) => {
    const order: string[] = [];
    const scrape = get(`${url}/metrics`).then(() => order.push('scrape'));
    await get(`${url}/`).then(() => order.push('home'));
    await scrape;
    assert.deepEqual(order, ['home', 'scrape']);
  }),
);

test('tokens: from a file that others cannot read, and required beyond loopback', options, async () => {
  const path = join(directory, 'token');
  writeFileSync(path, 'correct-horse-battery\n', { mode: 0o600 });
  await withServer(['--token-file', path, '--skip', '*'], async ({ url, said }) => {
    assert.equal((await get(`${url}/metrics`)).status, 401);
    assert.equal(
      (await get(`${url}/metrics`, { authorization: 'Bearer correct-horse-batterx' })).status,
      401,
    );
    const { status, body } = await get(`${url}/metrics`, { authorization: 'Bearer correct-horse-battery' });
    assert.equal(status, 200);
    assert.ok(!body.includes('horse') && !said().includes('horse'));
  });
  const refused = (...args: readonly string[]): string => {
    const { code, stderr } = procnet(['serve', ...args]);
    assert.equal(code, 2, stderr);
    return stderr;
  };
  assert.match(refused('--listen', '0.0.0.0:0'), /is beyond loopback, which requires --token-file/);
  assert.match(refused('--token-file', join(directory, 'none')), /no such file/);
  chmodSync(path, 0o644);
  assert.match(refused('--token-file', path), /others can read it/);
  writeFileSync(join(directory, 'short'), 'abc\n', { mode: 0o600 });
  assert.match(refused('--token-file', join(directory, 'short')), /16 characters or more/);
});

test(
  'TLS: a client that trusts the certificate is answered; others and old protocols are rejected',
  needs('openssl'),
  async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(directory, name));
    const made = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=127.0.0.1',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-out',
        cert!,
        '-keyout',
        key!,
      ],
      { encoding: 'utf8' },
    );
    assert.equal(made.status, 0, made.stderr);
    chmodSync(key!, 0o600);
    const ca = readFileSync(cert!, 'utf8');
    await withServer(['--tls-cert', cert!, '--tls-key', key!, '--skip', '*'], async ({ url, port }) => {
      assert.match(url, /^https:/);
      assert.equal((await get(`${url}/metrics`, {}, ca)).status, 200);
      await assert.rejects(get(`${url}/metrics`), /self-signed certificate/);
      await assert.rejects(get(`http://127.0.0.1:${port}/`));
      const old = connectTls({
        port,
        host: '127.0.0.1',
        ca,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
      const [error] = (await once(old, 'error')) as [Error];
      assert.match(error.message, /version|protocol/i);
      assert.equal((await get(`${url}/`, {}, ca)).status, 200);
    });
    const { code, stderr } = procnet(['serve', '--tls-cert', cert!]);
    assert.equal(code, 2);
    assert.match(stderr, /require each other/);
  },
);

test(
  'every kernel file can be read with the privileges of the unit and the manifest',
  needs('root', 'setpriv'),
  () => {
    const nobody = [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      '--bounding-set=-all',
      '--no-new-privs',
    ];
    const words = [
      ...nobody,
      '--',
      ...command,
      'metrics',
      '--proc',
      '/proc',
      '--all-netns',
      '--max-series',
      '100000',
    ];
    const { status, stdout, stderr } = spawnSync('setpriv', words, { encoding: 'utf8', maxBuffer: 1 << 28 });
    assert.equal(status, 0, stderr);
    const sources = seriesIn(stdout).filter(([series]) => series.startsWith('procnet_source_up{'));
    assert.ok(sources.length > 10);
    assert.deepEqual(
      sources.filter(([, value]) => value !== '1'),
      [],
    );
  },
);

test('a scrape never has more series than --max-series', options, async () => {
  const source = ['--proc', 'test/fixtures/router'];
  const most = seriesIn(procnet(['metrics', ...source]).stdout).length;
  await withServer([...source, '--max-series', String(most)], async ({ url }) => {
    const { body } = await get(`${url}/metrics`);
    assert.match(body, /^procnet_reading_duration_seconds /m);
    assert.ok(seriesIn(body).length <= most, `${seriesIn(body).length} series, at most ${most}`);
  });
});

test('if it cannot listen or has nothing to read, it reports so and exits', options, () =>
  withServer(['--skip', '*'], async ({ port }) => {
    const taken = procnet(['serve', '--listen', `127.0.0.1:${port}`]);
    assert.deepEqual(
      [taken.code, taken.stderr],
      [2, `procnet: cannot listen on 127.0.0.1:${port}: address already in use\n`],
    );
    assert.equal(procnet(['serve', '--listen', '127.0.0.1:0', '--proc', join(directory, 'none')]).code, 3);
  }),
);
