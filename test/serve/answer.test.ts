import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/check/findings.ts';
import { Answerer, type Asked, type Reading, type Reply } from '../../src/serve/answer.ts';
import { Log } from '../../src/serve/log.ts';
import { SharedReading } from '../../src/serve/shared-reading.ts';
import { bearerOf, everybody, type Guard } from '../../src/serve/token.ts';

const finding = (rule: string, status: Finding['status'], message = 'so'): Finding => ({
  rule,
  status,
  message,
  value: 1,
  unit: null,
  warn: null,
  critical: null,
  scope: 'netns',
  advice: null,
  evidence: [],
  sources: [],
});

const readingOf = (text: string, findings: readonly Finding[] = []): Reading => ({
  metrics: Buffer.from(text),
  findings,
});

type Step = { readonly resolve: (reading: Reading) => void; readonly reject: (error: Error) => void };

/** A server whose readings end on the test's command, and whose clock is the test's. */
const harness = (guard: Guard = everybody, minInterval = 0) => {
  const begun: Step[] = [];
  const said: string[] = [];
  const clock = { now: 0 };
  const readings = new SharedReading<Reading>(
    () => new Promise((resolve, reject) => begun.push({ resolve, reject })),
    minInterval,
    () => clock.now,
  );
  const log = new Log((message) => said.push(message));
  const answerer = new Answerer(readings, guard, log);
  const ask = (more: Partial<Asked> = {}): Promise<Reply> =>
    answerer.answer({
      method: 'GET',
      url: '/metrics',
      authorization: undefined,
      patience: undefined,
      ...more,
    });
  return { begun, said, clock, ask };
};

const text = ({ body }: Reply): string => Buffer.from(body).toString();

test('a thousand concurrent scrapes share one reading, and the next one reads again', async () => {
  const { begun, ask } = harness();
  const scrapes = Array.from({ length: 1_000 }, () => ask());
  assert.equal(begun.length, 1);
  begun[0]!.resolve(readingOf('one 1\n'));
  const replies = await Promise.all(scrapes);
  assert.ok(replies.every((reply) => reply.status === 200 && text(reply) === 'one 1\n'));
  const next = ask();
  begun[1]!.resolve(readingOf('two 2\n'));
  assert.equal(text(await next), 'two 2\n');
});

test('reads no more often than --min-interval', async () => {
  const { begun, clock, ask } = harness(everybody, 1_000);
  const first = ask();
  begun[0]!.resolve(readingOf('one 1\n'));
  await first;
  clock.now = 999;
  assert.equal(text(await ask()), 'one 1\n');
  clock.now = 1_000;
  const second = ask();
  assert.equal(begun.length, 2);
  begun[1]!.resolve(readingOf('two 2\n'));
  assert.equal(text(await second), 'two 2\n');
});

test('a reading slower than the scrape timeout: each scrape is answered, none starts another reading, and it is logged once', async () => {
  const { begun, said, ask } = harness();
  const scrapes = await Promise.all([1, 2, 3].map(() => ask({ patience: '1' })));
  assert.deepEqual(
    scrapes.map(({ status }) => status),
    [503, 503, 503],
  );
  assert.equal(begun.length, 1);
  assert.equal(said.length, 1);
  assert.match(said[0]!, /^a reading takes longer than 0\.5 s; scrapes get 503 until it finishes$/);
  const patient = ask();
  begun[0]!.resolve(readingOf('at last 1\n'));
  assert.equal((await patient).status, 200);
  await ask({ patience: '1' });
  assert.equal(said.length, 2, 'a recurrence is logged again');
});

test('a failed reading is 503 with the reason, shared like any other, and logged once', async () => {
  const { begun, said, ask } = harness();
  const scrapes = [ask(), ask()];
  begun[0]!.reject(new Error('cannot read /proc/net: \u001b gone'));
  for (const reply of await Promise.all(scrapes)) {
    assert.equal(reply.status, 503);
    assert.equal(text(reply), 'cannot read /proc/net: \\x1b gone\n');
  }
  assert.equal(said.length, 1);
});

test('health is 503 only for a critical finding, and lists the problems, worst first', async () => {
  const { begun, ask } = harness();
  const sick = ask({ url: '/healthz' });
  begun[0]!.resolve(
    readingOf('', [
      finding('a', 'pass'),
      finding('b', 'warn', 'x\u202ey'),
      finding('c', 'critical'),
      finding('d', 'skip'),
    ]),
  );
  assert.equal((await sick).status, 503);
  assert.equal(text(await sick), 'critical\ncritical c: so\nwarn b: x\\u202ey\n');
  const well = ask({ url: '/healthz?verbose' });
  begun[1]!.resolve(readingOf('', [finding('a', 'unknown')]));
  assert.equal((await well).status, 200);
  assert.equal(text(await well), 'ok\nunknown a: so\n');
});

test('a wrong or missing token is refused before anything is read', async () => {
  const { begun, ask } = harness(bearerOf('0123456789abcdef'));
  const wrong = [
    ...[undefined, '', 'Bearer', 'Bearer ', 'Bearer 0123456789abcde', 'Bearer 0123456789abcdef0'],
    ...[
      'bearer',
      'Basic 0123456789abcdef',
      '0123456789abcdef',
      'Bearer 0123456789ABCDEF',
      `Bearer ${'x'.repeat(7_000)}`,
    ],
  ];
  for (const authorization of wrong)
    for (const url of ['/metrics', '/healthz'])
      assert.equal((await ask({ authorization, url })).status, 401, `${authorization}`);
  assert.equal(begun.length, 0);
  assert.equal((await ask({ url: '/' })).status, 200);
  const right = ask({ authorization: 'bearer 0123456789abcdef' });
  begun[0]!.resolve(readingOf('x 1\n'));
  assert.equal((await right).status, 200);
});

test('other methods and paths are refused', async () => {
  const { ask } = harness();
  assert.equal((await ask({ method: 'POST' })).status, 405);
  assert.equal((await ask({ url: '/metrics/../etc/passwd' })).status, 404);
  assert.equal((await ask({ url: '//metrics' })).status, 404);
});
