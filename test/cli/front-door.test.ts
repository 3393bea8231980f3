import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { enter } from '../../src/cli/front-door.ts';
import { UsageError } from '../../src/core/errors.ts';
import { loadReports, registry } from '../../src/reports/registry.ts';
import { runHere } from './run-here.ts';

const entered = async (line: string): Promise<string> => {
  const { command, tokens } = await enter(line === '' ? [] : line.split(' '));
  return [command, ...tokens].join(' ');
};

describe('command line forms', () => {
  for (const [line, meant] of [
    ['', 'help'],
    ['--help', 'help'],
    ['-tlnp', 'conns -tlnp'],
    [':8080 -p', 'conns :8080 -p'],
    ['10.0.0.0/8', 'conns 10.0.0.0/8'],
    ['[::1]:80', 'conns [::1]:80'],
    ['fe80::1', 'conns fe80::1'],
    ['( sport = :80 )', 'conns ( sport = :80 )'],
    ['state established', 'conns state established'],
    ['time-wait', 'conns time-wait'],
    ['localPort = 22', 'conns localPort = 22'],
    ['sport=:22', 'conns sport=:22'],
    ['routes default', 'routes default'],
    ['netstat -tulpn', 'netstat -tulpn'],
    ['netstat -rn', 'routes'],
    ['netstat -r6', 'routes -6'],
    ['netstat -in', 'ifstat'],
    ['netstat -s', 'snmp'],
    ['ss -tO', 'ss -t'],
    ['arp -ani eth0', 'arp -an --interface eth0'],
    ['nstat -as', 'nstat -a'],
    ['explain estab', 'explain estab'],
  ])
    it(`"${line}" is ${meant}`, async () => assert.equal(await entered(line!), meant));

  for (const [line, says] of [
    ['ports', 'unknown command "ports"; try procnet conns -tuln'],
    ['listen', 'unknown command "listen"; try procnet conns listening'],
    ['tcp', 'unknown command "tcp"; try procnet conns -t'],
    ['interfaces', 'unknown command "interfaces"; try procnet ifstat or procnet addrs'],
    ['neighbors', 'unknown command "neighbors"; try procnet arp'],
    ['lsof', 'unknown command "lsof"; try procnet conns -p'],
    ['watch', 'unknown command "watch"; try procnet conns --interval 1'],
    ['kill', 'unknown command "kill"; try ss -K; procnet only reads'],
    ['con', 'unknown command "con"; did you mean "conns"?'],
    ['lisen', 'unknown command "lisen"; try procnet conns listening'],
    ['constructor', 'unknown command "constructor"; see procnet --help'],
    ['--json conns -t', 'options must follow the command: procnet conns --json -t'],
    ['ss -K', 'ss -K: procnet only reads'],
    ['ss -tE', 'ss -E: use --interval to watch; -E is --exit-code here'],
    ['netstat -c', 'netstat -c: repeat with --interval SECONDS'],
    ['arp -d 10.0.0.1', 'arp -d: procnet only reads'],
  ])
    it(`"${line}" is refused: ${says}`, async () => {
      await assert.rejects(entered(line!), (error) => error instanceof UsageError && error.message === says);
    });
});

describe('interface names after a report', () => {
  const ifstat = (...words: readonly string[]) =>
    runHere([
      'ifstat',
      ...words,
      '--proc',
      'test/fixtures/captures/B',
      '--csv',
      '--columns',
      'interface',
      '-H',
    ]);

  it('select those interfaces', async () => {
    assert.deepEqual(await ifstat('lo'), { out: 'lo\n', err: '', code: 0 });
    assert.match((await ifstat('l*')).out, /^lo$/m);
  });

  it('are an error if there is no such interface', async () => {
    assert.deepEqual(await ifstat('loo'), {
      out: '',
      err: 'procnet: no such interface: loo; did you mean lo?\n',
      code: 1,
    });
    assert.match((await ifstat('lo@if7')).err, /no such interface: lo@if7; did you mean lo\?/);
  });
});

it('the registry and the reports agree on names', async () => {
  assert.deepEqual(
    (await loadReports()).map(({ name }) => name),
    registry.map(({ name }) => name),
  );
});
