import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counterKeys } from '../../src/glossary/counters/index.ts';
import { glossary } from '../../src/glossary/words.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { runHere } from './run-here.ts';

type Found = { term: string; topic: string; kind: string | null; meaning: string; hint: string | null };

const found = async (...words: string[]): Promise<Found[]> => {
  const { out, err, code } = await runHere(['explain', '--json', ...words]);
  assert.deepEqual([err, code], ['', 0], words.join(' '));
  return JSON.parse(out) as Found[];
};

const topics = async (word: string): Promise<string[]> =>
  (await found(word)).map(({ term, topic }) => `${term}: ${topic}`);

test('a state in any spelling', async () => {
  const listen = await topics('LISTEN');
  assert.deepEqual(listen, ['LISTEN: tcp state', 'LISTEN: unix state', 'LISTEN: conntrack state']);
  for (const word of ['listen', 'Listen', '0A']) assert.deepEqual(await topics(word), listen, word);
  const established = await topics('ESTABLISHED');
  assert.equal(established[0], 'ESTABLISHED: tcp state');
  assert.deepEqual(await topics('estab'), established);
  for (const word of ['time-wait', 'TIME_WAIT', 'timewait', 'TimeWait'])
    assert.ok((await topics(word)).includes('TIME_WAIT: tcp state'), word);
});

test('a group of states is explained as a group', async () => {
  assert.deepEqual(await topics('bucket'), ['bucket: state group']);
  assert.deepEqual(await topics('listening'), ['listening: state group', 'conns.listening: column of conns']);
});

test('a counter with or without its group, in either case', async () => {
  for (const word of ['RetransSegs', 'TcpRetransSegs', 'tcpretranssegs', 'RETRANSSEGS']) {
    const [counter, ...more] = await found(word);
    assert.deepEqual(
      [counter?.term, counter?.topic, counter?.kind],
      ['TcpRetransSegs', 'counter', 'counter'],
    );
    assert.deepEqual(more, []);
    assert.match(counter?.meaning ?? '', /retransmitted/);
  }
  const terms = (await found('InErrors')).map(({ term }) => term);
  for (const key of ['UdpInErrors', 'Udp6InErrors', 'UdpLiteInErrors', 'UdpLite6InErrors'])
    assert.ok(terms.includes(key), key);
});

test('a counter of an ICMP type that has no entry', async () => {
  assert.deepEqual(await topics('icmpmsgouttype3'), ['IcmpMsgOutType3: counter']);
  assert.match((await found('Icmp6InType135'))[0]?.meaning ?? '', /neighbour solicitation/);
});

test('a column of one report, or of every report that has it', async () => {
  assert.deepEqual(await topics('conns.recvQueue'), ['conns.recvQueue: column of conns']);
  assert.deepEqual(await topics('CONNS.RECVQUEUE'), ['conns.recvQueue: column of conns']);
  const interfaces = await topics('interface');
  for (const { name, columns } of await loadReports())
    assert.equal(
      interfaces.includes(`${name}.interface: column of ${name}`),
      columns.some((column) => column.name === 'interface'),
      name,
    );
  assert.match((await found('recvQueue'))[0]?.meaning ?? '', /Unit: bytes\.$/);
});

test('a report by name or alias', async () => {
  for (const word of ['conns', 'ss', 'NETSTAT']) assert.equal((await topics(word))[0], 'conns: report', word);
});

test('flags of the neighbour table, and route flag letters', async () => {
  assert.match((await found('0x6'))[0]?.meaning ?? '', /not incomplete/);
  assert.deepEqual(await topics('UGH'), ['U: route flag', 'G: route flag', 'H: route flag']);
  assert.deepEqual(await topics('!'), ['!: route flag']);
});

test('every known term can be explained', async () => {
  for (const word of [...glossary.map(({ term }) => term), ...counterKeys()]) {
    const terms = (await found('--', word)).map(({ term }) => term);
    assert.ok(terms.includes(word), word);
  }
});

test('inherited property names have no entry', async () => {
  for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
    assert.equal((await runHere(['explain', word])).code, 1, word);
});

test('unknown terms are reported with suggestions; the others are printed', async () => {
  const { out, err, code } = await runHere(['explain', 'RetransSeg', 'LISTEN']);
  assert.equal(code, 1);
  assert.match(out, /^LISTEN \(tcp state\)\n {2}\S/);
  assert.match(err, /^procnet: no entry for "RetransSeg"; did you mean [^?]*\bRetransSegs\b[^?]*\?\n$/);
});

test('hopeless terms get no suggestions, and are escaped on the terminal', async () => {
  const { out, err, code } = await runHere(['explain', '\x1b[2Jzzzzzzzzzzzzzzzzzzzz']);
  assert.deepEqual([out, code], ['', 1]);
  assert.equal(err, 'procnet: no entry for "\\x1b[2Jzzzzzzzzzzzzzzzzzzzz"; see procnet help explain\n');
});

test('JSON of unknown terms is an empty array', async () => {
  const { out, code } = await runHere(['explain', '--json', 'zzzzzzzzzzzz']);
  assert.deepEqual([out, code], ['[]\n', 1]);
});

test('JSON has every key, even for empty values', async () => {
  for (const each of await found('U', 'RetransSegs', 'recvQueue', 'arp'))
    assert.deepEqual(Object.keys(each), ['term', 'topic', 'kind', 'meaning', 'hint']);
});

test('text is at most 100 columns wide, without trailing spaces', async () => {
  const { out } = await runHere(['explain', 'TIME_WAIT', 'recvQueue', 'InErrors', 'ListenDrops']);
  for (const line of out.split('\n')) {
    assert.ok(line.length <= 100, line);
    assert.doesNotMatch(line, /\s$/);
  }
  const narrow = await runHere(['explain', 'TIME_WAIT'], { stdout: { isTerminal: true, width: 40 } });
  assert.ok(narrow.out.split('\n').every((line) => line.length <= 40));
});

test('no arguments are a usage error', async () => {
  const { out, code } = await runHere(['explain']);
  assert.deepEqual([out, code], ['', 2]);
});
