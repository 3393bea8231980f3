import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { counterKeys, counterNote } from '../../src/glossary/counters/index.ts';

const CAPTURE = join(process.cwd(), 'test/fixtures/captures/A/net');
const COMMANDS = ['conns', 'ifstat', 'arp', 'sockstat', 'snmp', 'stat', 'routes', 'addrs', 'conntrack'];

const capture = (name: string): string => readFileSync(join(CAPTURE, name), 'utf8');

/** Keys of the groups in a file of header and value line pairs, spelled as nstat spells them. */
function keysOf(text: string, groups: readonly string[]): string[] {
  const headers = text.split('\n').filter((_, index) => index % 2 === 0);
  return headers.flatMap((line) => {
    const [prefix = '', ...columns] = line.split(' ');
    const group = prefix.slice(0, -1);
    return groups.includes(group) ? columns.map((column) => group + column) : [];
  });
}

const withoutNote = (keys: readonly string[]): string[] =>
  keys.filter((key) => counterNote(key) === undefined);

const isOneSentence = (text: string): boolean => /^\S.*[^.\s]\.$/.test(text) && !/[.!?]\s+[A-Z`]/.test(text);

test('every note is one sentence that ends in a full stop, and so is every hint', () => {
  for (const key of counterKeys()) {
    const note = counterNote(key);
    assert.ok(note !== undefined, key);
    assert.ok(isOneSentence(note.meaning), `${key}: ${note.meaning}`);
    assert.ok(note.hint === undefined || isOneSentence(note.hint), `${key}: ${note.hint}`);
  }
});

test('hints contain only existing commands', () => {
  for (const key of counterKeys()) {
    for (const [, command] of (counterNote(key)?.hint ?? '').matchAll(/`procnet (\S+?)[\s`]/g)) {
      assert.ok(COMMANDS.includes(command ?? ''), `${key}: procnet ${command}`);
    }
  }
});

test('hints mention only counters that have a note', () => {
  for (const key of counterKeys()) {
    const hint = counterNote(key)?.hint ?? '';
    const named =
      hint.match(/(?<![\w*])(?:TcpExt|IpExt|Icmp6?|Ip6?|Tcp|Udp)[A-Z][A-Za-z0-9]+(?![\w*])/g) ?? [];
    assert.deepEqual(withoutNote(named), [], key);
  }
});

test('inherited property names find nothing', () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
    assert.equal(counterNote(key), undefined, key);
  }
});

test('every column of Ip, Icmp, Tcp and Udp in a real snmp file has a note', () => {
  const keys = keysOf(capture('snmp'), ['Ip', 'Icmp', 'Tcp', 'Udp']);
  assert.ok(keys.length > 60);
  assert.deepEqual(withoutNote(keys), []);
});

test('every column of TcpExt and IpExt in a real netstat file has a note', () => {
  const keys = keysOf(capture('netstat'), ['TcpExt', 'IpExt']);
  assert.ok(keys.length > 140);
  assert.deepEqual(withoutNote(keys), []);
});

test('every line of a real snmp6 file has a note', () => {
  const keys = capture('snmp6').match(/^\S+/gm) ?? [];
  assert.ok(keys.length > 80);
  assert.deepEqual(withoutNote(keys), []);
});

test('there are many notes, and keys are unique', () => {
  const keys = counterKeys();
  assert.ok(keys.length >= 120);
  assert.equal(new Set(keys).size, keys.length);
});

test('settings and gauges are not called counters', () => {
  const ofKind = (kind: string) => counterKeys().filter((key) => counterNote(key)?.kind === kind);
  assert.deepEqual(ofKind('setting').sort(), [
    'IpDefaultTTL',
    'IpForwarding',
    'TcpMaxConn',
    'TcpRtoAlgorithm',
    'TcpRtoMax',
    'TcpRtoMin',
  ]);
  assert.deepEqual(ofKind('gauge').sort(), [
    'MPTcpExtMPCurrEstab',
    'TcpCurrEstab',
    'arp_cache:entries',
    'ndisc_cache:entries',
    'nf_conntrack:entries',
    'rt_cache:entries',
    'softnet_stat:backlog_len',
    'softnet_stat:input_qlen',
    'softnet_stat:process_qlen',
    'synproxy:entries',
  ]);
});

test('a counter of one ICMP type is named by its number', () => {
  assert.equal(
    counterNote('IcmpMsgInType3')?.meaning,
    'ICMP messages of type 3 (destination unreachable) received.',
  );
  assert.equal(
    counterNote('Icmp6OutType135')?.meaning,
    'ICMPv6 messages of type 135 (neighbour solicitation) sent.',
  );
  assert.equal(counterNote('IcmpMsgOutType200')?.meaning, 'ICMP messages of type 200 sent.');
  assert.equal(counterNote('IcmpMsgInType'), undefined);
});
