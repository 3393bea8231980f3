import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Problem } from '../../src/core/errors.ts';
import { unixRows } from '../../src/tables/unix.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { KernelSource } from '../support/kernel-source.ts';

type Shown = { inode: number | null; path: string | null; suspect: boolean; flags: number; state: number };

/** Reads in pieces of this size, because the kernel may split its output anywhere. */
class ShortReads extends FakeFiles {
  size = Number.POSITIVE_INFINITY;

  override read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    return super.read(fd, buffer, offset, Math.min(length, this.size));
  }
}

type Reading = { readonly rows: Shown[]; readonly problems: Problem[]; readonly counted: number };

const read = (text: string | Uint8Array, size?: number): Reading => {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const files = new ShortReads({ '/net/unix': bytes });
  if (size !== undefined) files.size = size;
  const problems: Problem[] = [];
  const place = { net: '/net', root: null, live: false };
  const kernel = new KernelSource(place, {}, files, (problem) => problems.push(problem));
  const rows = [...unixRows(kernel.open('unix'))].map(({ inode, path, suspect, flags, state }) => ({
    inode,
    path,
    suspect,
    flags,
    state,
  }));
  return { rows, problems, counted: kernel.notes[0]!.rows };
};

/** The bytes of a name as Latin-1; U+DCNN represents a byte that is not UTF-8. */
const latin1 = (text: string | null): string | null =>
  text === null
    ? null
    : Buffer.concat(
        [...text].map((character) => {
          const code = character.codePointAt(0)!;
          return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
        }),
      ).toString('latin1');

const header = 'Num       RefCount Protocol Flags    Type St Inode Path\n';

type Socket = {
  readonly pointer?: string;
  readonly flags?: string;
  readonly state?: string;
  readonly inode: number;
  readonly path?: string | undefined;
};

/** The output of seq_printf(seq, "%pK: %08X %08X %08X %04X %02X %5lu", …) and the loop over the name in unix_seq_show. */
const line = ({ pointer, flags = '00000000', state = '01', inode, path }: Socket): string => {
  const address = pointer ?? inode.toString(16).padStart(16, '0');
  const fixed = `${address}: 00000002 00000000 ${flags} 0001 ${state} ${String(inode).padStart(5)}`;
  return path === undefined ? fixed : `${fixed} ${path}`;
};
const table = (...lines: readonly string[]): string => header + lines.map((each) => `${each}\n`).join('');
const paths = (text: string): (string | null)[] => read(text).rows.map(({ path }) => path);

const fixture = (name: string): Buffer => readFileSync(`test/fixtures/${name}/net/unix`);

const strict =
  /^(?:[0-9a-f]{16}|[0-9a-f]{8}|0x[0-9a-f]+): [0-9A-F]{8} 0{8} ([0-9A-F]{8}) [0-9A-F]{4} ([0-9A-F]{2}) (?= *\d)(?=.{5})( *\d+)(?: ([\s\S]*))?$/;

for (const [name, count] of [
  ['captures/A', 0],
  ['captures/B', 25],
  ['gvisor', 1],
  ['linux-2.6', 3],
] as const)
  test(`${name}: inode, flags, state and name match an independent reader`, () => {
    const expected: unknown[] = [];
    for (const text of fixture(name).toString('latin1').split('\n').slice(1, -1)) {
      const [, flags, state, inode, path] = strict.exec(text) ?? [];
      if (flags === undefined) (expected.at(-1) as { path: string }).path += `\n${text}`;
      else
        expected.push({
          flags: Number.parseInt(flags, 16),
          state: Number.parseInt(state!, 16),
          inode: Number(inode),
          path: path ?? null,
        });
    }
    const { rows, problems } = read(fixture(name));
    assert.deepEqual(
      rows.map(({ flags, state, inode, path }) => ({ flags, state, inode, path: latin1(path) })),
      expected,
    );
    assert.equal(rows.length, count);
    assert.deepEqual(problems, []);
  });

test('a name is the rest of the line after one space, keeping spaces, tabs and carriage returns (trap 28)', () => {
  for (const path of ['sp ace  trail ', ' lead', '  ', '\ttab\t', 'cr\r', '12345 67890', '@a@b@', ''])
    assert.deepEqual(paths(table(line({ inode: 1182154, path }))), [path], JSON.stringify(path));
});

test('a row without a name has none, rather than an empty one', () => {
  assert.deepEqual(paths(table(line({ inode: 1182168, state: '03' }))), [null]);
});

test('the inode is left-padded to five characters, and 0 is a number (trap 29)', () => {
  const { rows } = read(
    table(
      '00000000fb0c6b38: 00000003 00000000 00000000 0001 02     0 /run/kr/u/conn.sock',
      '00000000fb0c6b39: 00000003 00000000 00000000 0001 03    42 /run/x',
      '00000000fb0c6b3a: 00000003 00000000 00000000 0001 03 4294967295',
    ),
  );
  assert.deepEqual(
    rows.map(({ inode, path }) => [inode, path]),
    [
      [0, '/run/kr/u/conn.sock'],
      [42, '/run/x'],
      [4294967295, null],
    ],
  );
});

test('non-UTF-8 bytes and raw NULs from old kernels are preserved (traps 31, 32)', () => {
  const path = '@raw\xff\x85\0nul\0';
  assert.deepEqual(
    read(table(line({ inode: 77, path }))).rows.map((row) => latin1(row.path)),
    [path],
  );
});

test('a name of 108 bytes is complete, line feeds included (trap 32)', () => {
  const plain = 'p'.repeat(108);
  const folded = `${'q'.repeat(50)}\n${'r'.repeat(57)}`;
  const full = `${'s'.repeat(107)}\n`;
  const text = table(...[plain, folded, full].map((path, at) => line({ inode: 500000 + at, path })));
  assert.deepEqual(read(text).problems, []);
  assert.deepEqual(paths(text), [plain, folded, full]);
});

test('a line too long to be part of a name is a separate problem, and the rows around it are kept', () => {
  const name = 'q'.repeat(50);
  const { rows, problems } = read(
    table(line({ inode: 11111, path: name }), 'r'.repeat(58), line({ inode: 22222, path: 'next' })),
  );
  assert.deepEqual(
    rows.map(({ inode, path, suspect }) => [inode, path, suspect]),
    [
      [11111, name, false],
      [22222, 'next', false],
    ],
  );
  assert.deepEqual(
    problems.map(({ line, field }) => [line, field]),
    [[3, null]],
  );
});

test('a line feed at the end of a name, several of them, and one at its beginning', () => {
  for (const path of ['@y\n', '@y\n\n\n', '\nfoo', '\n', 'a\nb\nc'])
    assert.deepEqual(
      paths(table(line({ inode: 1182162, path }), line({ inode: 1182163, path: 'z' }))),
      [path, 'z'],
      JSON.stringify(path),
    );
});

test('empty lines and lines of NULs outside names are ignored', () => {
  const text = `${table(line({ inode: 12345 }))}\n${'\0'.repeat(108)}\n   \n${line({ inode: 54321 })}`;
  const { rows, problems } = read(text);
  assert.deepEqual(
    rows.map(({ inode }) => inode),
    [12345, 54321],
  );
  assert.deepEqual(problems, []);
});

const forged = line({
  pointer: '00000000deadbeef',
  flags: '00010000',
  inode: 99999,
  path: '/run/docker.sock',
});

test('a forged row is kept and marked (trap 30)', () => {
  const { rows } = read(
    table(line({ inode: 1182161, path: `@z\n${forged}` }), line({ inode: 1182170, path: 'x'.repeat(60) })),
  );
  assert.deepEqual(
    rows.map(({ inode, suspect }) => [inode, suspect]),
    [
      [1182161, false],
      [99999, true],
      [1182170, false],
    ],
  );
});

test('a row after one without a name, or after a name too long to hold it, is certain (trap 30)', () => {
  const follower = line({ inode: 22222, path: 'next' });
  const longest = 108 - 1 - follower.length;
  for (const [path, suspect] of [
    [undefined, false],
    ['n'.repeat(longest), true],
    ['n'.repeat(longest + 1), false],
  ] as const) {
    const { rows } = read(table(line({ inode: 11111, path }), follower));
    assert.deepEqual(
      rows.map((row) => row.suspect),
      [false, suspect],
      String(path?.length),
    );
  }
});

test('a forged row with a pointer of another width is part of the name', () => {
  for (const pointer of ['deadbeef', '0xdeadbeef', 'zzzzzzzzzzzzzzzz', '(nil)']) {
    const path = `@z\n${line({ pointer, inode: 99999, path: '/x' })}`;
    assert.deepEqual(paths(table(line({ inode: 1182161, path }))), [path], pointer);
  }
});

test('two forged rows fit into one name if pointers have eight digits: both are marked', () => {
  const small = (inode: number): string => line({ pointer: 'deadbeef', inode });
  const path = `@\n${small(77777)}\n${small(88888)}`;
  assert.ok(path.length <= 108);
  const { rows } = read(table(line({ pointer: 'f7c1d880', inode: 4801, path })));
  assert.deepEqual(
    rows.map(({ inode, suspect }) => [inode, suspect]),
    [
      [4801, false],
      [77777, true],
      [88888, true],
    ],
  );
});

test('a socket is not hidden by a copy forged before it', () => {
  const victim = line({ pointer: '00000000cafe0001', flags: '00010000', inode: 31337, path: '/v' });
  const { rows } = read(
    table(line({ inode: 11111, path: `@z\n${victim}` }), line({ inode: 22222, state: '03' }), victim),
  );
  assert.deepEqual(
    rows.filter(({ inode }) => inode === 31337).map(({ suspect }) => suspect),
    [true, false],
  );
});

test('rows that the kernel repeats are shown once, and their names are not read as more of another', () => {
  const one = line({ inode: 11111, path: `${'a'.repeat(60)}\nb` });
  const two = line({ inode: 22222, path: 'c'.repeat(60) });
  assert.deepEqual(paths(table(one, two, one, two)), [`${'a'.repeat(60)}\nb`, 'c'.repeat(60)]);
  assert.equal(read(table(one, two, one, two)).counted, 2);
});

test('without inode and pointer, rows cannot be told apart, so all are shown', () => {
  const path = `/run/${'w'.repeat(60)}`;
  for (const pointer of ['0000000000000000', '(____ptrval____)', '00000000']) {
    const waiting = line({ pointer, state: '02', inode: 0, path });
    assert.deepEqual(paths(table(waiting, waiting, waiting)), [path, path, path], pointer);
  }
  for (const pointer of ['ffff880036f1c000', '00000000fb0c6b38', 'f7c1d880']) {
    const waiting = line({ pointer, state: '02', inode: 0, path });
    assert.deepEqual(paths(table(waiting, waiting)), [path], pointer);
  }
});

test('if pointers are hidden, the inode distinguishes rows (trap 62)', () => {
  const hidden = (inode: number): string => line({ pointer: '0000000000000000', inode });
  assert.equal(read(table(hidden(11111), hidden(22222), hidden(11111))).rows.length, 2);
});

test('in a table without inodes, they are unknown and names are whole', () => {
  const { rows, problems } = read(
    [
      'Num       RefCount Protocol Flags    Type St Path',
      'f7c1d880: 00000002 00000000 00010000 0001 01 /var/run/.s.PGSQL.5432',
      'f7c1da80: 00000003 00000000 00000000 0001 03',
      'f7c1dc80: 0000000A 00000000 00000000 0005 01 12345 ',
      '',
    ].join('\n'),
  );
  assert.deepEqual(
    rows.map(({ inode, path }) => [inode, path]),
    [
      [null, '/var/run/.s.PGSQL.5432'],
      [null, null],
      [null, '12345 '],
    ],
  );
  assert.deepEqual(problems, []);
});

test('a line that is almost a row is not a row', () => {
  const good = line({ inode: 12345, path: '/x' });
  for (const bad of [
    good.replace(': ', ':'),
    good.replace(': ', ' '),
    good.replace(' 00000002', ' 0000002'),
    good.replace(' 0001 ', ' 001 '),
    good.replace(' 01 ', ' 0G '),
    good.replace(' 12345', ' 1234'),
    good.replace(' 12345', '      '),
    good.replace(' 12345 ', ' 12345x'),
    good.slice(0, 30),
  ]) {
    const { rows, problems } = read(table(line({ inode: 54321 }), bad, line({ inode: 43210 })));
    assert.deepEqual(
      rows.map(({ inode }) => inode),
      [54321, 43210],
      bad,
    );
    assert.deepEqual(
      problems.map((problem) => problem.line),
      [3],
      bad,
    );
  }
});

test('cut at every byte, the rows before the cut are the same', () => {
  for (const name of ['captures/B', 'hostile']) {
    const bytes = fixture(name);
    const whole = read(bytes).rows;
    for (let cut = 0; cut <= bytes.length; cut++) {
      const { rows } = read(bytes.subarray(0, cut));
      // The last row of a cut text may lose part of its name, and the one before may take it for part of its own.
      assert.deepEqual(rows.slice(0, -2), whole.slice(0, Math.max(0, rows.length - 2)), `${name} at ${cut}`);
      assert.ok(rows.length <= whole.length);
    }
  }
});

test('rows do not depend on the chunk size', () => {
  for (const name of ['captures/B', 'hostile'])
    for (const size of [1, 2, 7, 59, 108, 4096])
      assert.deepEqual(read(fixture(name), size), read(fixture(name)), `${name} by ${size}`);
});

test('any bytes give only rows or problems', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, withHeader) => {
      const { rows, problems } = read(withHeader ? Buffer.concat([Buffer.from(header), bytes]) : bytes);
      for (const row of rows) assert.equal(typeof row.suspect, 'boolean');
      for (const { line } of problems) assert.ok(line! >= 1);
    }),
  );
});

/** A name that any user can bind: 108 bytes at most, some of which look like rows. */
const nameThatForges = fc
  .tuple(
    fc.stringMatching(/^@?[a-z\n ]{0,20}$/),
    fc.integer({ min: 9_000_000, max: 9_999_999 }),
    fc.boolean(),
  )
  .map(([start, inode, named]) =>
    `${start}\n${line({ inode, path: named ? '/run/docker.sock' : undefined })}`.slice(0, 108),
  );
const anyName = fc.oneof(
  fc.constant(undefined),
  fc.stringMatching(/^[\x01-\xff]{1,108}$/),
  fc.stringMatching(/^[a-z\n]{1,108}$/),
  nameThatForges,
);

test('an unmarked row was printed by the kernel, and no socket is missing', () => {
  fc.assert(
    fc.property(fc.array(anyName, { maxLength: 12 }), (names) => {
      const sockets = names.map((path, at) => ({ inode: 1_000_000 + at, path }));
      const { rows } = read(table(...sockets.map(line)));
      const genuine = new Set(sockets.map(({ inode }) => inode));
      for (const { inode, suspect } of rows) assert.ok(suspect || genuine.has(inode!), String(inode));
      assert.deepEqual(
        rows.map(({ inode }) => inode).filter((inode) => genuine.has(inode!)),
        [...genuine],
      );
      for (const { inode, path } of sockets)
        if (path === undefined || !/\n[0-9a-f]{16}: /.test(path))
          assert.equal(latin1(rows.find((row) => row.inode === inode)!.path), path ?? null);
    }),
    { numRuns: 500 },
  );
});

test('an inode too large for a number is unknown, with a warning', () => {
  const row = '000000009cf71225: 00000002 00000000 00010000 0001 01 9007199254740992 /run/a.sock\n';
  const { rows, problems } = read(`Num       RefCount Protocol Flags    Type St Inode Path\n${row}`);
  assert.deepEqual(
    rows.map(({ inode, path }) => [inode, path]),
    [[null, '/run/a.sock']],
  );
  assert.deepEqual(
    problems.map(({ line, field }) => [line, field]),
    [[2, 'Inode']],
  );
});
