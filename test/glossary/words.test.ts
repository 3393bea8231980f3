import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Report } from '../../src/core/report.ts';
import { statesOf } from '../../src/glossary/states.ts';
import { type GlossaryEntry, glossary } from '../../src/glossary/words.ts';
import { conns } from '../../src/reports/conns.ts';
import { conntrack } from '../../src/reports/conntrack.ts';
import { routes } from '../../src/reports/routes.ts';
import { runHere } from '../cli/run-here.ts';
import { machines } from '../support/machines.ts';
import { needs } from '../support/needs.ts';

const about = (...topics: readonly GlossaryEntry['topic'][]): readonly GlossaryEntry[] =>
  glossary.filter(({ topic }) => topics.includes(topic));
const terms = (...topics: readonly GlossaryEntry['topic'][]): readonly string[] =>
  about(...topics).map(({ term }) => term);

test('a term is unique within its topic, and its sentences end with a full stop', () => {
  const keys = glossary.map(({ term, topic }) => `${topic} ${term}`);
  assert.deepEqual(
    keys.filter((key, at) => keys.indexOf(key) !== at),
    [],
  );
  for (const { term, meaning, hint = 'None.' } of glossary)
    for (const text of [meaning, hint]) assert.match(text, /^[A-Z0-9"].*[^.]\.$/, term);
});

test('exactly the states and timers that a report can print are explained', () => {
  const valuesOf = (report: Report, name: string): readonly string[] =>
    report.columns.find((column) => column.name === name)!.values!;
  assert.deepEqual(
    new Set(terms('tcp state', 'datagram state', 'unix state')),
    new Set(valuesOf(conns, 'state')),
  );
  assert.deepEqual(new Set(terms('timer')), new Set(valuesOf(conns, 'timer')));
  assert.deepEqual(new Set(terms('conntrack state')), new Set(valuesOf(conntrack, 'state')));
});

test('exactly the known route types are explained', () => {
  const { values } = routes.columns.find(({ name }) => name === 'type')!;
  assert.deepEqual(new Set(terms('route type')), new Set(values));
});

test('every explained group of states can be used in a filter', () => {
  const states = conns.columns.find(({ name }) => name === 'state')!.values!;
  for (const word of terms('state group')) assert.ok(statesOf(word, states), word);
});

/** Names and numbers that a header defines. */
const defined = (path: string, pattern: RegExp): ReadonlyMap<string, number> =>
  new Map(
    [...readFileSync(path, 'latin1').matchAll(pattern)].map(([, name, value]) => [name!, Number(value)]),
  );

const tcpHeader = '/usr/include/netinet/tcp.h';

test('the TCP states match netinet/tcp.h, and codes are accepted for them', needs(tcpHeader), () => {
  const [, list = ''] = /enum\s*\{\s*(TCP_ESTABLISHED[^}]*)\}/.exec(readFileSync(tcpHeader, 'latin1')) ?? [];
  const names = list.split(',').map((name) => /TCP_(\w+)/.exec(name)?.[1]);
  assert.deepEqual(new Set(terms('tcp state')), new Set(names));
  for (const [at, name] of names.entries())
    assert.deepEqual(statesOf(`0x${(at + 1).toString(16).padStart(2, '0')}`, names as string[]), [name]);
});

const routeHeaders = ['/usr/include/linux/route.h', '/usr/include/linux/ipv6_route.h'];

test('the route flag bits match linux/route.h and ipv6_route.h', needs(...routeHeaders), () => {
  const pattern = /#define\s+RTF_(\w+)\s+(0x[0-9a-f]+)/gi;
  const [route, route6] = routeHeaders.map((path) => defined(path, pattern));
  const bits: Readonly<Record<string, string>> = {
    ...{ U: 'UP', G: 'GATEWAY', H: 'HOST', '!': 'REJECT', R: 'REINSTATE', D: 'DYNAMIC', M: 'MODIFIED' },
    ...{ default: 'DEFAULT', A: 'ADDRCONF', prefix: 'PREFIX_RT', anycast: 'ANYCAST', nonexthop: 'NONEXTHOP' },
    ...{ expires: 'EXPIRES', routeinfo: 'ROUTEINFO', C: 'CACHE', local: 'LOCAL' },
  };
  assert.deepEqual(new Set(terms('route flag')), new Set(Object.keys(bits)));
  for (const { term, meaning } of about('route flag'))
    assert.equal(
      Number(/0x[0-9a-f]+/.exec(meaning)?.[0]),
      route6!.get(bits[term]!) ?? route!.get(bits[term]!),
      term,
    );
});

test('every neighbour flag that a kernel has printed is explained', () => {
  const tables = machines.map(({ proc }) => `${proc}/net/arp`).filter((path) => existsSync(path));
  const rows = tables.flatMap((path) => [
    ...readFileSync(path, 'latin1').matchAll(/ 0x[0-9a-f]+ +(0x[0-9a-f]+) /g),
  ]);
  const printed = new Set(rows.map(([, flags]) => flags!));
  assert.deepEqual(new Set(terms('arp flag')), printed);
});

test('every command in a hint runs', async () => {
  const commands = glossary.flatMap(({ hint = '' }) =>
    [...hint.matchAll(/`procnet ([^`]+)`/g)].map(([, words]) => words!),
  );
  assert.ok(commands.length >= 5);
  for (const command of commands) {
    const argv = command.split(' ').map((word) => word.replaceAll('"', ''));
    const { code, err } = await runHere([...argv, '--proc', 'test/fixtures/captures/B']);
    assert.deepEqual([code, err], [0, ''], command);
  }
});

test(
  'every setting mentioned in a text exists in this kernel',
  needs('/proc/sys/net/ipv4/tcp_fin_timeout'),
  () => {
    const settings = glossary.flatMap(
      ({ meaning, hint = '' }) => `${meaning} ${hint}`.match(/\bnet\.[a-z0-9_.]+[a-z0-9]/g) ?? [],
    );
    assert.ok(settings.length >= 3);
    for (const setting of settings) {
      const path = `/proc/sys/${setting.replaceAll('.', '/')}`;
      const isLoaded = !path.includes('/netfilter/') || existsSync('/proc/sys/net/netfilter');
      assert.ok(!isLoaded || existsSync(path), setting);
    }
  },
);
