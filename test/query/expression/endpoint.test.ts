import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatIpv4, formatIpv6 } from '../../../src/core/address.ts';
import { BadWord } from '../../../src/query/expression/context.ts';
import { endpointOf } from '../../../src/query/expression/endpoint.ts';
import { portMatch } from '../../../src/query/expression/ports.ts';
import { runs } from '../../support/runs.ts';

const services: ReadonlyMap<string, readonly number[]> = new Map([
  ['https', [443]],
  ['dns', [53, 5353]],
  ['3com-tsmux', [106]],
]);
const hosts: ReadonlyMap<string, readonly string[]> = new Map([
  ['localhost', ['127.0.0.1', '::1']],
  ['ip6-localhost', ['::1']],
  ['gate', ['10.0.0.1', '10.0.0.2']],
  ['strange', ['nonsense']],
]);
const meanings = {
  portsOf: (name: string, protocol?: string) =>
    name === 'syslog' ? (protocol === 'tcp' ? [] : [514]) : (services.get(name) ?? []),
  addressesOf: (name: string) => hosts.get(name) ?? [],
};

/** `addresses|ports|protocol|family` or `path=…|family`, `-` for none. */
const shown = (word: string): string => {
  const { networks, ports, path, family } = endpointOf(word, meanings);
  if (path !== null) return `path=${path}|${family ?? '-'}`;
  const addresses = networks?.map(({ octets, prefixLength }) => {
    const address = octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);
    return `${address}/${prefixLength}`;
  });
  const ranges = ports?.ranges?.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return [addresses?.join(',') ?? '-', ranges?.join(',') ?? '-', ports?.protocol ?? '-', family ?? '-'].join(
    '|',
  );
};

const meant: readonly (readonly [word: string, expected: string])[] = [
  ['10.0.0.1', '10.0.0.1/32|-|-|-'],
  ['10.0.0.1:443', '10.0.0.1/32|443|-|-'],
  ['10.0.0.1:https', '10.0.0.1/32|443|-|-'],
  ['10.0.0.1:80-90', '10.0.0.1/32|80-90|-|-'],
  ['10.0.0.1:443/tcp', '10.0.0.1/32|443|tcp|-'],
  ['10.0.0.1:dns/udp', '10.0.0.1/32|53,5353|udp|-'],
  ['10.0.0.1:', '10.0.0.1/32|-|-|-'],
  ['10.0.0.1:*', '10.0.0.1/32|-|-|-'],
  ['10/8', '10.0.0.0/8|-|-|-'],
  ['193.233.7/24', '193.233.7.0/24|-|-|-'],
  ['10.0.0.0/8:443', '10.0.0.0/8|443|-|-'],
  ['10.0.0.0/255.0.0.0:443', '10.0.0.0/8|443|-|-'],
  ['[10.0.0.1]:443', '10.0.0.1/32|443|-|-'],
  ['::1', '::1/128|-|-|-'],
  ['[::1]', '::1/128|-|-|-'],
  ['[::1]:443', '::1/128|443|-|-'],
  ['[fe80::]/10:443', 'fe80::/10|443|-|-'],
  ['fe80::/10', 'fe80::/10|-|-|-'],
  ['fe80::/10:443', 'fe80::/10|443|-|-'],
  ['fe80::abcd', 'fe80::abcd/128|-|-|-'],
  ['fe80::1:https', 'fe80::1/128|443|-|-'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8/128|-|-|-'],
  ['1:2:3:4:5:6:7:8:443', '1:2:3:4:5:6:7:8/128|443|-|-'],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1/128|-|-|-'],
  ['*', '-|-|-|-'],
  ['*:443', '-|443|-|-'],
  [':443', '-|443|-|-'],
  [':0x1bb', '-|443|-|-'],
  [':53/udp', '-|53|udp|-'],
  ['all', '-|-|-|-'],
  ['any:443', '-|443|-|-'],
  ['inet:*', '-|-|-|ipv4'],
  ['inet:10.0.0.1:443', '10.0.0.1/32|443|-|ipv4'],
  ['INET6:[::1]:443', '::1/128|443|-|ipv6'],
  ['localhost', '127.0.0.1/32|-|-|-'],
  ['localhost:https', '127.0.0.1/32|443|-|-'],
  ['inet6:localhost', '::1/128|-|-|ipv6'],
  ['ip6-localhost', '::1/128|-|-|-'],
  ['gate', '10.0.0.1/32,10.0.0.2/32|-|-|-'],
  ['/run/docker.sock', 'path=/run/docker.sock|-'],
  ['/run/*:80', 'path=/run/*:80|-'],
  ['@abstract', 'path=@abstract|-'],
  ['*docker*', 'path=*docker*|-'],
  ['unix:relative', 'path=relative|unix'],
  ['unix:*', 'path=*|unix'],
];

for (const [word, expected] of meant)
  test(`${word} is ${expected}`, () => assert.equal(shown(word), expected));

const refused: readonly (readonly [word: string, reason: RegExp])[] = [
  ['10.0.0.256', /expected an address/],
  ['10.0.0.1:99999', /expected a port/],
  ['10.0.0.1:nosuch', /expected a port/],
  ['10.0.0.1/tcp', /expected an address/],
  ['nosuch', /expected an address, .* or a name in \/etc\/hosts, not "nosuch"/],
  ['strange', /expected an address/],
  ['constructor', /expected an address/],
  ['inet6:10.0.0.1', /expected an address/],
  ['inet:::1', /expected an address/],
  ['inet:ip6-localhost', /expected an address/],
  ['fe80::1%eth0', /tables list no zone/],
  ['fe80::1:443', /"fe80::1:443" is ambiguous; write \[fe80::1:443\] or \[fe80::1\]:443/],
  ['10.0.0.*', /write 10\.0\.0\/24 instead/],
  ['10.*.*.*', /write 10\/8 instead/],
  ['010.0.0.1', /expected an address/],
  ['link:*', /family "link" are not supported/],
  ['[::1', /expected an address/],
  ['::1]:80', /expected an address/],
];

for (const [word, reason] of refused)
  test(`${word} is refused`, () =>
    assert.throws(
      () => endpointOf(word, meanings),
      (error) => error instanceof BadWord && reason.test(error.message),
    ));

test('ports have ranges, names, protocols and families', () => {
  const read = (word: string): unknown => {
    const { ranges, protocol, family } = portMatch(word, meanings);
    return [ranges?.map(({ from, to }) => [from, to]) ?? null, protocol, family];
  };
  assert.deepEqual(read('8080/tcp'), [[[8080, 8080]], 'tcp', null]);
  assert.deepEqual(read(':8000-8010/UDP'), [[[8000, 8010]], 'udp', null]);
  assert.deepEqual(read('inet6::443'), [[[443, 443]], null, 'ipv6']);
  assert.deepEqual(read('inet:dns'), [
    [
      [53, 53],
      [5353, 5353],
    ],
    null,
    'ipv4',
  ]);
  assert.deepEqual(read('3com-tsmux'), [[[106, 106]], null, null]);
  assert.deepEqual(read('*'), [null, null, null]);
  assert.deepEqual(read('syslog'), [[[514, 514]], null, null]);
  for (const word of [
    'syslog/tcp',
    '',
    ':',
    '65536',
    '-1',
    '1-',
    '9-1',
    '080',
    '80/',
    '/tcp',
    '0x10000',
    '1-2-3',
    '::80',
  ])
    assert.throws(() => portMatch(word, meanings), BadWord, word);
});

test('any text is an endpoint or is refused', () => {
  const part = fc.constantFrom(
    '10',
    '.',
    ':',
    '/',
    '[',
    ']',
    '*',
    '::1',
    'fe80',
    '443',
    'inet:',
    'unix:',
    '@',
    'a',
    '%',
    '-',
    '0x',
  );
  const word = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 8 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(word, (typed) => {
      try {
        endpointOf(typed, meanings);
      } catch (error) {
        assert.ok(error instanceof BadWord, String(error));
      }
    }),
    { numRuns: runs(2_000) },
  );
});
