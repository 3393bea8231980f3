import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

/** One `import`, `export … from` or `import()`. */
type Import = {
  readonly from: string;
  readonly target: string;
  readonly typesOnly: boolean;
  readonly isLazy: boolean;
};

const walk = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    return entry.isDirectory() ? walk(path) : path.endsWith('.ts') ? [path] : [];
  });

/** The examples are user programs, which may import anything. */
const files = walk('src').filter((path) => !path.startsWith('src/docs/examples/'));
const textOf = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));
/** Comments may mention what code must not do. */
const codeOf = (path: string): string =>
  textOf
    .get(path)!
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');

const statement = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

const importsOf = (from: string): Import[] => [
  ...[...codeOf(from).matchAll(statement)].map(([, type, target]) => ({
    from,
    target: target!,
    typesOnly: type !== undefined,
    isLazy: false,
  })),
  ...[...codeOf(from).matchAll(dynamic)].map(([, target]) => ({
    from,
    target: target!,
    typesOnly: false,
    isLazy: true,
  })),
];

const imports = files.flatMap(importsOf);
const isOurs = ({ target }: Import): boolean => target.startsWith('.');
const resolved = ({ from, target }: Import): string => join(dirname(from), target);
/** `src/query/sort.ts` is in the room `query`; `src/index.ts` in the room `index.ts`. */
const roomOf = (path: string): string => relative('src', path).split('/')[0]!;

/** The directories each directory may import from, besides itself. */
const arrows: Readonly<Record<string, { readonly into: readonly string[]; readonly because: string }>> = {
  core: { into: [], because: 'core is the common vocabulary' },
  source: { into: ['core'], because: 'reading text is independent of its meaning' },
  glossary: { into: ['core'], because: 'explaining terms needs no kernel' },
  shapes: { into: ['core'], because: 'a shape is form without meaning, and receives its lines' },
  tables: { into: ['core', 'shapes'], because: 'a table is one kernel file, parsed in one place' },
  lookup: {
    into: ['core', 'source', 'shapes', 'tables'],
    because: 'reports join with lookups, not the reverse',
  },
  reports: {
    into: ['core', 'shapes', 'tables', 'lookup', 'glossary'],
    because: 'a report knows the format of its text, not its location',
  },
  query: {
    into: ['core', 'glossary'],
    because: 'queries know columns only, so that they work on any report',
  },
  samples: {
    into: ['core', 'source', 'query'],
    because: 'samples can be of any report',
  },
  snapshot: {
    into: ['core', 'source'],
    because: 'a snapshot is another source of files, and does not interpret them',
  },
  top: {
    into: ['core', 'glossary', 'query', 'formats'],
    because: 'the live view is state, events and frames: it reads no kernel and owns no terminal',
  },
  formats: { into: ['core'], because: 'formats know columns only, so that they work on any report' },
  options: {
    into: ['core', 'glossary', 'formats'],
    because: 'options are below both the argv parser and the pages',
  },
  request: {
    into: ['core', 'source', 'snapshot', 'lookup', 'query', 'samples'],
    because: 'a request is plain data from any caller, and an answer is rows and an account',
  },
  check: {
    into: [
      'core',
      'source',
      'lookup',
      'glossary',
      'reports',
      'query',
      'samples',
      'formats',
      'options',
      'request',
    ],
    because: 'rules and conditions use reports, and parse no kernel files',
  },
  metrics: {
    into: ['core', 'source', 'glossary', 'reports', 'query', 'options', 'check'],
    because: 'series are built from the rows of reports and rules',
  },
  serve: {
    into: ['core', 'check', 'metrics'],
    because: 'the server delivers readings, whatever they contain',
  },
  docs: {
    into: ['core', 'glossary', 'reports', 'options', 'check'],
    because: 'pages are generated from the reports, the options and the glossary',
  },
  cli: {
    into: [
      'core',
      'source',
      'glossary',
      'reports',
      'samples',
      'snapshot',
      'formats',
      'options',
      'request',
      'check',
      'metrics',
      'serve',
      'docs',
      'top',
    ],
    because: 'the command reads argv, asks and prints: it filters, joins and parses nothing',
  },
  library: {
    into: [
      'core',
      'source',
      'glossary',
      'lookup',
      'reports',
      'query',
      'samples',
      'options',
      'request',
      'check',
      'metrics',
    ],
    because: 'the library prints nothing and reads no command line',
  },
  'index.ts': {
    into: ['core', 'glossary', 'reports', 'check', 'library'],
    because: 'the library prints nothing and reads no command line',
  },
};

const expectNone = (violations: readonly string[]): void =>
  assert.deepEqual(violations, [], violations.join('\n'));

test('the import scanner finds every kind of import', () => {
  const found = imports.map(({ from, target }) => `${from} ${target}`);
  assert.ok(found.includes('src/cli/main.ts ./dispatch.ts'));
  assert.ok(found.includes('src/cli/dispatch.ts ./commands/help.ts'), 'import() is not found');
  assert.ok(found.includes('src/formats/table.ts cli-table3'));
  const words = files.flatMap((path) => [...codeOf(path).matchAll(/\bfrom '([^']+)'/g)]);
  const statics = imports.length - files.flatMap((path) => [...codeOf(path).matchAll(dynamic)]).length;
  assert.ok(statics >= words.length, `${words.length} times "from", but ${statics} imports found`);
});

test('imports run one way', () => {
  expectNone(
    imports.filter(isOurs).flatMap((found) => {
      const [room, other] = [roomOf(found.from), roomOf(resolved(found))];
      const arrow = arrows[room];
      if (arrow === undefined)
        return [`${found.from}: the room ${room} has no arrows here; declare what it may import`];
      if (room === other || arrow.into.includes(other)) return [];
      return [
        `${found.from} imports ${found.target}: ${room} must not import ${other}, because ${arrow.because}`,
      ];
    }),
  );
});

test('nothing imports the command', () => {
  expectNone(
    imports
      .filter((found) => isOurs(found) && roomOf(resolved(found)) === 'cli' && roomOf(found.from) !== 'cli')
      .map(({ from, target }) => `${from} imports ${target}: nothing may depend on the command`),
  );
});

/** Parts that load later may import from their loader. */
test('there are no import cycles', () => {
  const next = new Map(
    files.map((path) => [
      path,
      imports
        .filter((found) => found.from === path && isOurs(found) && !found.typesOnly && !found.isLazy)
        .map(resolved),
    ]),
  );
  const done = new Set<string>();
  const violations: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) violations.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (done.has(path) || trail.includes(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of files) visit(path, []);
  expectNone(violations);
});

test('each package has one importer, and it is on the list', () => {
  const chosen: Readonly<Record<string, string>> = {
    yargs: 'src/cli/arguments.ts',
    'cli-table3': 'src/formats/table.ts',
    chalk: 'src/formats/style.ts',
    re2js: 'src/query/expression/pattern.ts',
    'modern-tar': 'src/snapshot/tar.ts',
    'ip-address': 'src/query/expression/network.ts',
  };
  const packages = imports.filter((found) => !isOurs(found) && !found.target.startsWith('node:'));
  const violations = packages.flatMap(({ from, target }) => {
    const name = target.split('/')[0]!;
    const owner = chosen[name];
    if (owner === undefined)
      return [`${from} imports ${target}: packages run with the user's privileges, so no new ones`];
    return owner === from
      ? []
      : [`${from} imports ${target}: only ${owner} may, so that it stays replaceable`];
  });
  expectNone(violations);
});

/** Node.js modules that may be used, and where; all others nowhere. */
const nodeModules: readonly (readonly [module: string, where: RegExp])[] = [
  ['node:fs', /^src\/(source|lookup)\/|^src\/cli\/sink\.ts$|^src\/docs\/write\.ts$/],
  ['node:zlib', /^src\/snapshot\/gzip\.ts$/],
  ['node:stream/promises', /^src\/snapshot\/gzip\.ts$/],
  ['node:crypto', /^src\/snapshot\/redact\/secret\.ts$|^src\/serve\/token\.ts$/],
  ['node:http', /^src\/serve\/server\.ts$/],
  ['node:https', /^src\/serve\/server\.ts$/],
  ['node:tty', /^src\/cli\//],
  ['node:os', /^src\/source\//],
  ['node:module', /^src\/query\/expression\/(pattern|network)\.ts$/],
  ['node:timers/promises', /^src\/library\//],
  ['node:dns', /^src\/lookup\/names\/hosts\.ts$/],
  ['node:dns/promises', /^src\/lookup\/names\/hosts\.ts$/],
];

const reasons: Readonly<Record<string, string>> = {
  'node:fs': 'files are read in source/ and lookup/, and written in cli/sink.ts and docs/write.ts only',
  'node:child_process': 'procnet starts no programs',
  'node:vm': 'no code is evaluated from text',
  'node:readline': 'it ends lines at a lone carriage return; the kernel does not',
  'node:http': 'only src/serve/server.ts opens a socket',
  'node:https': 'only src/serve/server.ts opens a socket',
  'node:net': 'only src/serve/server.ts opens a socket, with node:http',
  'node:tls': 'only src/serve/server.ts opens a socket, with node:https',
  'node:dgram': 'only src/serve/server.ts opens a socket',
  'node:dns': 'only an explicitly requested resolver may use the network',
};

test('Node.js modules are imported only by the listed files', () => {
  expectNone(
    imports
      .filter(({ target }) => target.startsWith('node:'))
      .filter(({ from, target }) => !nodeModules.some(([name, where]) => name === target && where.test(from)))
      .map(
        ({ from, target }) => `${from} imports ${target}: ${reasons[target] ?? 'not on this test’s list'}`,
      ),
  );
});

test('built-in modules are imported with node:', () => {
  const bare = /^(fs|os|tty|path|net|http|https|dgram|vm|child_process|readline|dns|util|stream)(\/|$)/;
  expectNone(
    imports
      .filter(({ target }) => bare.test(target))
      .map(
        ({ from, target }) =>
          `${from} imports ${target}: write node:${target}, or this test cannot tell it apart`,
      ),
  );
});

test('no code is evaluated from text, and no module path is computed', () => {
  const forbidden: readonly (readonly [RegExp, string])[] = [
    [/\beval\s*\(/, 'eval'],
    [/\bnew\s+Function\b/, 'new Function'],
    [/\bFunction\s*\(/, 'Function()'],
    [/\bimport\((?!\s*'[^']+'\s*\))/, 'import() of something else than one literal'],
    [/\brequire\s*\(/, 'require()'],
    [/\bcreateRequire\b/, 'createRequire'],
    [/\bprocess\.(binding|dlopen|getBuiltinModule)\b/, 'a process internal'],
    [/\bfetch\s*\(|\bnew\s+WebSocket\b/, 'the network'],
    [/\bprocess\.stdout\b/, 'process.stdout, which loses output: only cli/sink.ts writes'],
  ];
  /** Expressions are compiled synchronously, and few use these packages, so they are loaded on demand. */
  const late: Readonly<Record<string, string>> = {
    'src/query/expression/pattern.ts': 're2js',
    'src/query/expression/network.ts': 'ip-address',
  };
  const lateLoad = (name: string): string =>
    `typeof require === 'function' ? require('${name}') : createRequire(import.meta.url)('${name}')`;
  const importOfIt = "import { createRequire } from 'node:module';";
  expectNone(
    files.flatMap((path) => {
      const exempt = late[path] === undefined ? [] : [lateLoad(late[path]), importOfIt];
      const written = codeOf(path).replace(/\s+/g, ' ');
      const code = exempt.reduce((text, part) => text.replace(part, ''), written);
      return forbidden.filter(([pattern]) => pattern.test(code)).map(([, name]) => `${path} uses ${name}`);
    }),
  );
});

test('only main.ts ends the process', () => {
  expectNone(
    files
      .filter((path) => path !== 'src/cli/main.ts' && /\bprocess\.exit\s*\(/.test(codeOf(path)))
      .map((path) => `${path} uses process.exit, which loses unwritten output; return an exit code`),
  );
});

/** Options of `diff` are those that reports share, and are read from one of them. */
const mayNameReports = ['src/cli/commands/diff.ts'];

test('only the reports room depends on a report by name', () => {
  const names = readdirSync('src/reports').flatMap((file) => /^(\w+)\.ts$/.exec(file)?.[1] ?? []);
  const compared = new RegExp(
    `(?:===|!==|case)\\s*'(?:${names.join('|')})'|[nN]amed\\('(?:${names.join('|')})'`,
  );
  expectNone(
    files
      .filter((path) => roomOf(path) !== 'reports' && !mayNameReports.includes(path))
      .filter((path) => compared.test(codeOf(path)))
      .map((path) => `${path} special-cases a report by name; let the report declare what is special`),
  );
});

test('nothing below the command sees argv', () => {
  expectNone(
    files
      .filter(
        (path) =>
          roomOf(path) !== 'cli' &&
          /\bprocess\.argv\b|\bargv:/.test(codeOf(path)) &&
          path !== 'src/docs/write.ts',
      )
      .map((path) => `${path} reads argv: a request is complete before it leaves cli/`),
  );
});

/** Lists of facts: a limit would only split them up. */
const isData = (path: string): boolean =>
  path.startsWith('src/glossary/counters/') || path === 'src/glossary/words.ts';

test('files are short', () => {
  expectNone(
    files
      .filter((path) => !isData(path))
      .map((path) => [path, textOf.get(path)!.split('\n').length - 1] as const)
      .filter(([, lines]) => lines > 200)
      .map(([path, lines]) => `${path} has ${lines} lines (at most 200); split it by topic`),
  );
});

test('no utils, helpers or misc folders', () => {
  expectNone(
    files
      .filter((path) => path.split('/').some((part) => /^(utils?|common|helpers?|misc)(\.ts)?$/i.test(part)))
      .map((path) => `${path}: a vague name attracts everything; name it after its purpose`),
  );
});
