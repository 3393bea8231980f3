import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { commonServices } from '../../src/lookup/names/common-services.ts';
import { loadServices, type Services } from '../../src/lookup/names/services.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { needs } from '../support/needs.ts';
import { FakeFiles } from './fake-files.ts';

const servicesOf = (text: string | Uint8Array): Services =>
  loadServices(new FakeFiles({ '/etc/services': text }));

test('names, aliases and ports, per protocol', () => {
  const services = servicesOf('web 8000/tcp www2 Web-Alt # comment\nweb\t8001/udp\nlog 514/udp\n');
  assert.equal(services.nameOf(8000, 'tcp'), 'web');
  assert.equal(services.nameOf(8000, 'udp'), null);
  assert.deepEqual(services.portsOf('web'), [8000, 8001]);
  assert.deepEqual(services.portsOf('web', 'udp'), [8001]);
  assert.deepEqual(services.portsOf('WWW2'), [8000]);
  assert.deepEqual(services.portsOf('web-alt', 'tcp'), [8000]);
  assert.deepEqual(services.portsOf('web-alt', 'udp'), []);
  assert.deepEqual(services.portsOf('comment'), []);
  assert.deepEqual(services.portsOf('#'), []);
  assert.deepEqual(services.portsOf(''), []);
});

test('the first of two names for a port wins; a name may have two ports', () => {
  const services = servicesOf('one 9000/tcp\ntwo 9000/tcp\none 9001/tcp\n');
  assert.equal(services.nameOf(9000, 'tcp'), 'one');
  assert.deepEqual(services.portsOf('two'), [9000]);
  assert.deepEqual(services.portsOf('one'), [9000, 9001]);
});

test('a line that is not an entry is ignored', () => {
  const lines = [
    '# c 1/tcp',
    'a 70000/tcp',
    'b 123456/tcp',
    'd 1/sctp',
    'e tcp/1',
    'f 1/tcpx',
    'g',
    '#\rh 1/tcp',
    '',
  ];
  const services = servicesOf(lines.join('\n'));
  for (const name of ['c', 'a', 'b', 'd', 'e', 'f', 'g', 'h', '#'])
    assert.deepEqual(services.portsOf(name), [], name);
});

test('foreign line endings and names of any bytes', () => {
  const crlf = servicesOf('x 9000/tcp\r\ny 9001/tcp ali\r\n');
  assert.deepEqual(crlf.portsOf('x'), [9000]);
  assert.deepEqual(crlf.portsOf('ali'), [9001]);
  assert.equal(servicesOf('à 9000/tcp\n').nameOf(9000, 'tcp'), 'à');
  assert.equal(servicesOf(Buffer.from('b\xff 9000/tcp\n', 'latin1')).nameOf(9000, 'tcp'), 'b\udcff');
  assert.equal(servicesOf('e\x1b[2J 9000/tcp\n').nameOf(9000, 'tcp'), 'e\x1b[2J');
  assert.deepEqual(servicesOf('__proto__ 9000/tcp\n').portsOf('__proto__'), [9000]);
  assert.deepEqual(servicesOf('').portsOf('constructor'), []);
});

test('the file takes precedence over the built-in ports, which fill its gaps', () => {
  const services = servicesOf('sesame 22/tcp\nhttps 9443/tcp\n');
  assert.equal(services.nameOf(22, 'tcp'), 'sesame');
  assert.deepEqual(services.portsOf('ssh'), [22]);
  assert.deepEqual(services.portsOf('https'), [9443]);
  assert.equal(services.nameOf(53, 'udp'), 'domain');
});

test('without the file, the built-in ports remain', () => {
  for (const files of [new FakeFiles({}), new FakeFiles({ '/etc/services': { errno: 'EACCES' } })]) {
    const services = loadServices(files);
    assert.equal(services.nameOf(443, 'tcp'), 'https');
    assert.equal(services.nameOf(514, 'tcp'), 'shell');
    assert.equal(services.nameOf(514, 'udp'), 'syslog');
    assert.equal(services.nameOf(80, 'udp'), null);
    assert.deepEqual(services.portsOf('imap'), [143]);
    assert.equal(services.nameOf(1, 'tcp'), null);
  }
});

test('every built-in port is one well-formed line, sorted and unique', () => {
  const lines = commonServices.trim().split('\n');
  for (const line of lines) assert.match(line, /^[a-z][\da-z-]* \d{1,5}\/(tcp|udp)( [\da-z-]+)*$/);
  const keys = lines.map((line) => line.split(' ')[1]!);
  assert.deepEqual(
    keys,
    [...new Set(keys)].toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
  );
});

test('this machine’s services match getservbyport(3)', needs('python3', '/etc/services'), () => {
  const code = `
import json, socket
known = {}
for protocol in ('tcp', 'udp'):
    for port in range(1, 1100):
        try: known[f'{port}/{protocol}'] = socket.getservbyport(port, protocol)
        except OSError: pass
print(json.dumps(known))`;
  const { stdout } = spawnSync('python3', ['-c', code], { encoding: 'utf8' });
  const services = loadServices(nodeFileSystem);
  for (const [key, name] of Object.entries(JSON.parse(stdout) as Record<string, string>)) {
    const [port = '', protocol] = key.split('/');
    assert.equal(services.nameOf(Number(port), protocol as 'tcp' | 'udp'), name, key);
    assert.ok(services.portsOf(name.toUpperCase(), protocol as 'tcp' | 'udp').includes(Number(port)), name);
  }
});
