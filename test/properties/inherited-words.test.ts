import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import fc from 'fast-check';
import { conns, UsageError } from '../../src/index.ts';
import { runHere } from '../cli/run-here.ts';
import { assertUnpolluted, names } from '../support/inherited-names.ts';
import { runs } from '../support/runs.ts';

afterEach(assertUnpolluted);

const numRuns = runs(300);
const tree = ['--proc', 'test/fixtures/captures/B'];

/** Arguments that take one of our own keywords: none of the names is one. */
const refused: readonly ((name: string) => readonly string[])[] = [
  (name) => [name],
  (name) => ['help', name],
  (name) => ['schema', name],
  (name) => ['completion', name],
  (name) => ['conns', `--${name}`, 'x', ...tree],
  (name) => ['conns', `--${name}.x`, 'x', ...tree],
  (name) => ['conns', `--columns.${name}`, 'x', ...tree],
  (name) => ['routes', 'get', name, ...tree],
  ...['--columns', '--sort', '--count-by', '--state', '--port', '--sport', '--address', '--user', '-A'].map(
    (option) => (name: string) => ['conns', option, name, ...tree],
  ),
  ...['--format', '--color', '--endian', '--limit', '--interval', '--pid'].map((option) => (name: string) => [
    'conns',
    option,
    name,
  ]),
  ...[
    '_',
    '_ = 1',
    'state _',
    'exclude _',
    'sport _ 1',
    'sport = _',
    'src _',
    'not _ ~ /x/',
    'recvQueue < _',
  ].map((expression) => (name: string) => ['conns', '--where', expression.replace('_', name), ...tree]),
];

test('as a keyword, such a name is an error like any other', async () => {
  for (const name of names)
    for (const argvOf of refused) {
      const argv = argvOf(name);
      const { code, out, err } = await runHere(argv);
      assert.deepEqual([code, out], [2, ''], argv.join(' '));
      assert.match(err, /^procnet: /);
      assert.doesNotMatch(
        err,
        /native code|\[object|TypeError| is not (?:a function|a constructor|an object|iterable|defined)/,
        argv.join(' '),
      );
    }
});

test('the library rejects such a name, too', () => {
  for (const word of [...names, 'tpc'])
    for (const options of [
      { protocols: [word] },
      { families: [word] },
      { columns: [word] },
      { state: [word] },
      { [word]: ['x'] },
    ])
      assert.throws(() => conns(options as never), UsageError, JSON.stringify(options));
});

test('no command line of such names modifies the shared prototype or triggers a bug', async () => {
  const part = fc.constantFrom(...names, '.', '=', '[', ']', ',', '-', 'x', ' ', '/', '"');
  const word = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  const option = fc.constantFrom(
    ...[
      '--columns',
      '--sort',
      '--count-by',
      '--where',
      '--interface',
      '--state',
      '--port',
      '--process',
      '--user',
    ],
    ...['--format', '--limit', '-A', '--address', '--since', '--'],
  );
  const words = fc.array(
    fc.oneof(
      word,
      fc.tuple(option, word),
      fc.tuple(
        word.map((name) => `--${name}`),
        word,
      ),
    ),
    {
      maxLength: 4,
    },
  );
  const command = fc.constantFrom('conns', 'snmp', 'ifstat', 'routes', 'explain', 'schema', 'help');
  await fc.assert(
    fc.asyncProperty(command, words, async (name, more) => {
      const { code, err } = await runHere([name, ...more.flat(), ...tree]);
      assert.ok(code >= 0 && code <= 4, `${code} ${err}`);
      assertUnpolluted();
    }),
    { numRuns, includeErrorInReport: true },
  );
});
