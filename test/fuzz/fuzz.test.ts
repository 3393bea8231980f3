import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../support/needs.ts';
import { dataQuestion, evaluate, expressionQuestion, loadData } from './expressions.ts';
import { Judge } from './judge.ts';
import { damagedFile } from './mutate.ts';
import { randomOf } from './random.ts';
import { Run } from './run.ts';
import { readTable, tableQuestion, tables } from './tables.ts';

test('a first round of each campaign finds nothing', needs('python3'), async () => {
  let turns = 0;
  let last = '';
  const run = new Run({
    seed: 1,
    goesOn: () => turns <= 4,
    onCase(campaign) {
      if (campaign !== last) turns++;
      last = campaign;
    },
  });
  assert.equal(await run.find(), null);
  assert.deepEqual([...run.counts.keys()], ['files', 'commands', 'expressions', 'patterns']);
});

test('the same seed gives the same cases', () => {
  const text = 'a b: 1 2\nc d: 3 4\n';
  const cases = (seed: number): string[] =>
    Array.from({ length: 50 }, (_, place) => damagedFile([text], randomOf(seed, 0, place)));
  assert.deepEqual(cases(7), cases(7));
  assert.notDeepEqual(cases(7), cases(8));
});

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const rowOf = (inode: number): string =>
  `   0: 0100007F:1F90 00000000:0000 0A 00000000:00000003 00:00000000 00000000     0        0 ${inode} 4 0 100 0 0 10 0\n`;

test(
  'the judge detects a changed value, a lost row, a lost warning and an extra one',
  needs('python3'),
  async () => {
    const judge = new Judge();
    const table = tables.find(({ file }) => file === 'tcp')!;
    const given = { table, endian: 'little', text: `${header}${rowOf(7)}bad\n${rowOf(8)}` } as const;
    const reading = readTable(given);
    const [[line, values], second] = reading.rows as [(typeof reading.rows)[0], (typeof reading.rows)[0]];
    const readings = [
      reading,
      { ...reading, rows: [[line, { ...values, recvQueue: 4 }], second] },
      { ...reading, rows: [second] },
      { ...reading, problems: [] },
      { ...reading, problems: [2, 3] },
      { ...reading, thrown: 'unsupported' },
    ] as const;
    const found = await judge.ask(readings.map((one) => tableQuestion(given, one)));
    judge.close();
    assert.deepEqual(found, [
      [],
      ['line 2 recvQueue is 4, expected 3'],
      ['line 2 is lost in silence'],
      ['line 3 neither is a row nor has a warning'],
      ['line 2 has a warning, but is as the kernel prints it'],
      ['refused as a whole, but line 2 is good'],
    ]);
  },
);

test('the judge detects an extra row, a missing row, and a refusal', needs('python3'), async () => {
  const judge = new Judge();
  const data = (await loadData()).find(({ name }) => name === 'conns captures/A')!;
  await judge.ask([dataQuestion(data)]);
  const given = { data, text: 'state listening and not (sport = :22 or dport > 1000)', isLive: true };
  const answer = evaluate(given);
  assert.ok(answer.matched.length > 1 && answer.matched.length < data.rows.length);
  const [first, ...others] = answer.matched;
  const unmatched = data.rows.findIndex((_, at) => !answer.matched.includes(at));
  const answers = [
    answer,
    { ...answer, matched: others },
    { ...answer, matched: [...answer.matched, unmatched].sort((a, b) => a - b) },
    { ...answer, error: 'bad expression' },
  ];
  const found = await judge.ask(answers.map((one) => expressionQuestion(given, one)));
  judge.close();
  assert.deepEqual(
    found.map(([why]) => why?.split(':')[0]),
    [undefined, `row ${first} is missing`, `row ${unmatched} should not match`, 'refused, but it is valid'],
  );
});

test('the judge detects a text that matches but should not', needs('python3'), async () => {
  const judge = new Judge();
  const ask = { kind: 'pattern', python: '^[@-Z]$', flags: 'i', texts: ['a', '['], error: null };
  const found = await judge.ask([
    { ...ask, holds: [true, false] },
    { ...ask, holds: [true, true] },
  ]);
  judge.close();
  assert.deepEqual(found, [[], ["must not match '['"]]);
});
