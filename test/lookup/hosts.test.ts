import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveHosts } from '../../src/lookup/names/hosts.ts';
import { FakeFiles, failure } from './fake-files.ts';

const hosts = (text: string): FakeFiles => new FakeFiles({ '/etc/hosts': text });
const noHosts = new FakeFiles({});

type Answer = (address: string) => Promise<string[]>;

/** A name server in this process that records its queries. */
const resolverOf = (reverse: Answer) => {
  const asked: string[] = [];
  const resolver = {
    asked,
    cancelled: 0,
    reverse: (address: string) => {
      asked.push(address);
      return reverse(address);
    },
    cancel: () => {
      resolver.cancelled++;
    },
  };
  return resolver;
};

const nobody: Answer = async (address) => {
  throw failure('ENOTFOUND', address);
};
const never: Answer = () => new Promise(() => {});

test('the hosts file wins: first line of an address, first name of a line, in any notation', async () => {
  const files = hosts(
    '# 10.0.0.9 comment\n127.0.0.1 localhost other # x\n127.0.0.1\tsecond\n0:0:0:0:0:0:0:1 ip6-localhost\nFE80::1 link\n' +
      '10.0.0.5 five\r\nnonsense name\n10.0.0.6\n',
  );
  const resolver = resolverOf(nobody);
  const asked = ['127.0.0.1', '::1', 'fe80::1', '::ffff:10.0.0.5', '10.0.0.5', '10.0.0.6', '10.0.0.9'];
  const names = await resolveHosts(files, asked, 1_000, { resolver });
  assert.deepEqual(Object.fromEntries(names), {
    '127.0.0.1': 'localhost',
    '::1': 'ip6-localhost',
    'fe80::1': 'link',
    '::ffff:10.0.0.5': 'five',
    '10.0.0.5': 'five',
  });
  assert.deepEqual(resolver.asked, ['10.0.0.6', '10.0.0.9']);
});

test('each address is queried once; wildcard and invalid addresses never', async () => {
  const resolver = resolverOf(async (address) => [`host-${address}`, 'second']);
  const asked = [
    '10.0.0.1',
    '::ffff:10.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    '::',
    '',
    '*',
    'eth0',
    'fe80::1%eth0',
    '::ffff:0.0.0.0',
  ];
  const names = await resolveHosts(noHosts, asked, 1_000, { resolver });
  assert.deepEqual(resolver.asked, ['10.0.0.1']);
  assert.deepEqual(Object.fromEntries(names), {
    '10.0.0.1': 'host-10.0.0.1',
    '::ffff:10.0.0.1': 'host-10.0.0.1',
  });
});

test('an empty answer is no name; names are returned unchanged', async () => {
  const answers: Record<string, string[]> = {
    '10.0.0.1': [],
    '10.0.0.2': [''],
    '10.0.0.3': ['\x1b[2J__proto__'],
  };
  const resolver = resolverOf(async (address) => answers[address]!);
  const names = await resolveHosts(noHosts, Object.keys(answers), 1_000, { resolver });
  assert.deepEqual([...names], [['10.0.0.3', '\x1b[2J__proto__']]);
});

test('at most 16 queries are open at a time, and all are sent', async () => {
  let open = 0;
  let most = 0;
  const resolver = resolverOf(async () => {
    most = Math.max(most, ++open);
    await new Promise((done) => setTimeout(done, 1));
    open--;
    return ['x'];
  });
  const asked = Array.from({ length: 100 }, (_, at) => `10.0.0.${at + 1}`);
  const names = await resolveHosts(noHosts, asked, 10_000, { resolver });
  assert.equal(names.size, 100);
  assert.equal(most, 16);
});

test('one deadline for all: earlier answers count, and a resolver that ignores cancel cannot block', async () => {
  const resolver = resolverOf((address) =>
    address === '10.0.0.1' ? Promise.resolve(['fast']) : never(address),
  );
  const asked = Array.from({ length: 60 }, (_, at) => `10.0.0.${at + 1}`);
  const started = performance.now();
  const names = await resolveHosts(noHosts, asked, 100, { resolver });
  const spent = performance.now() - started;
  assert.deepEqual([...names], [['10.0.0.1', 'fast']]);
  assert.ok(spent >= 90, `${spent} ms`);
  assert.equal(resolver.cancelled, 1);
  assert.equal(resolver.asked.length, 17);
});

test('a late answer changes nothing', async () => {
  let answer: (names: string[]) => void = () => {};
  const resolver = resolverOf(() => new Promise((done) => (answer = done)));
  const names = await resolveHosts(noHosts, ['10.0.0.1'], 20, { resolver });
  answer(['late']);
  await new Promise((done) => setImmediate(done));
  assert.equal(names.size, 0);
});

test('no time left, no query', async () => {
  const resolver = resolverOf(never);
  assert.equal((await resolveHosts(noHosts, ['10.0.0.1'], 0, { resolver })).size, 0);
  assert.deepEqual(resolver.asked, []);
});
