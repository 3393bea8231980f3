import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TrieEntry, trieEntries } from '../../src/tables/fib-trie.ts';
import { readTable } from './read-table.ts';

const text = ({ table, network, prefixLength, type, tos, line }: TrieEntry): string =>
  `${line}: ${table} ${network.toString(16)}/${prefixLength} ${type} ${tos}`;

const read = (file: string) => {
  const { records, problems } = readTable(file, trieEntries);
  return { entries: records.map(text), problems };
};

test('tables by number, the routes below a leaf, types of service and types without a name', () => {
  const { entries, problems } = read(`Id 51820:
  |-- 0.0.0.0
     /0 link UNICAST
Main:
  +-- 0.0.0.0/0 3 0 6
     +-- 10.0.0.0/8 2 1 2
        |-- 10.0.0.0
           /16 link UNICAST tos=16
           /8 universe BLACKHOLE
     |-- 192.0.2.1
        /32 scope=200 type 13
Local:
  |-- 127.0.0.1
     /32 host LOCAL
`);
  assert.deepEqual(problems, []);
  assert.deepEqual(entries, [
    '3: 51820 0/0 unicast 0',
    '8: 254 a000000/16 unicast 16',
    '9: 254 a000000/8 blackhole 0',
    '11: 254 c0000201/32 unknown 0',
    '14: 255 7f000001/32 local 0',
  ]);
});

test('2.6.24 tables are named in angle brackets', () => {
  const { entries, problems } = read('<local>:\n  |-- 10.0.0.1\n     /32 host LOCAL\n<main>:\n');
  assert.deepEqual([entries, problems], [['3: 255 a000001/32 local 0'], []]);
});

test('each number is validated, and a bad line loses itself and what is below it', () => {
  const { entries, problems } = read(`Main:
  |-- 256.0.0.1
     /32 host LOCAL
  |-- 10.0.0
     /32 host LOCAL
  |--
     /32 host LOCAL
  |-- 10.0.0.1
     /33 host LOCAL
     /xyz host LOCAL
     / host LOCAL
     /32 nearby LOCAL
     /32 host SOMEWHERE
     /32 host
     /32 host type 256
     /32 host LOCAL tos=256
     /32 host LOCAL tos=1 more
     /32 host LOCAL
  +-- 10.0.0.0/33 2 0 2
  +-- 10.0.0.0 2 0 2
  +-- 10.0.0.0/8 2 0
  +-- 10.0.0.0/8 x 0 2
`);
  assert.deepEqual(entries, ['18: 254 a000001/32 local 0']);
  assert.deepEqual(problems, [
    '2: address: expected an IPv4 address, got "256.0.0.1"',
    '4: address: expected an IPv4 address, got "10.0.0"',
    '6: address: expected an IPv4 address, got nothing',
    '9: prefix length: expected a number from 0 to 32, got "33"',
    '10: prefix length: expected a number from 0 to 32, got "xyz"',
    '11: prefix length: expected a number from 0 to 32, got nothing',
    '12: scope: expected a scope, got "nearby"',
    '13: type: expected a route type, got "SOMEWHERE"',
    '14: type: expected a route type, got nothing',
    '15: type: expected a route type, got "type"',
    '16: tos: expected tos= and a number from 0 to 255, got "tos=256"',
    '17: tos: expected tos= and a number from 0 to 255, got "tos=1"',
    '19: null: expected a network and three numbers, got "10.0.0.0/33 2 0 2"',
    '20: null: expected a network and three numbers, got "10.0.0.0 2 0 2"',
    '21: null: expected a network and three numbers, got "10.0.0.0/8 2 0"',
    '22: null: expected a network and three numbers, got "10.0.0.0/8 x 0 2"',
  ]);
});

test('only the kernel’s headers count; routes before any header or leaf are ignored', () => {
  const { entries, problems } = read(`     /32 host LOCAL
  |-- 10.0.0.1
     /32 host LOCAL
Mine:
Id x:
Id 4294967296:
Id 7
Main: 3
Id 7:
     /32 host LOCAL
  |-- 10.0.0.2
     /32 host LOCAL
  +-- 10.0.0.0/8 2 0 2
     /8 link UNICAST
`);
  assert.deepEqual(entries, ['12: 7 a000002/32 local 0']);
  assert.deepEqual(
    problems.map((problem) => problem.replace(/:.*expected /, ': ')),
    [
      '1: a table and a leaf first, got "/32 host LOCAL"',
      '3: a table and a leaf first, got "/32 host LOCAL"',
      '4: a table, a branch, a leaf or a route, got "Mine:"',
      '5: a table, a branch, a leaf or a route, got "Id x:"',
      '6: a table, a branch, a leaf or a route, got "Id 4294967296:"',
      '7: a table, a branch, a leaf or a route, got "Id 7"',
      '8: a table, a branch, a leaf or a route, got "Main: 3"',
      '10: a table and a leaf first, got "/32 host LOCAL"',
      '14: a table and a leaf first, got "/8 link UNICAST"',
    ],
  );
});
