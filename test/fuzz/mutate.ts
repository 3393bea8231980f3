import type { Random } from './random.ts';

const bytes = [
  ...[
    ' ',
    '\t',
    '\0',
    '\r',
    '\x1b',
    '\x7f',
    '\x85',
    '\xff',
    '\xc3',
    '\xe2\x80\xa8',
    '\xed\xa0\x80',
    '\xc0\x80',
  ],
  ...['-', '+', ':', '=', '|', '*', '.', '/', '[', ']', '0', '9', 'f', 'G', '_', 'e', '\xd9\xa3'],
];

const numbers = [
  ...['0', '00', '1', '-1', '-0', '65535', '65536', '2147483647', '2147483648', '-2147483648', '-2147483649'],
  ...['4294967294', '4294967295', '4294967296', '9007199254740991', '9007199254740992', '9007199254740993'],
  ...[
    '18446744073709551615',
    '18446744073709551616',
    '-9223372036854775808',
    '1e9',
    '0x10',
    '1.5',
    'NaN',
    'null',
  ],
  ...['ffffffff', 'FFFFFFFF', '00000000', '00000200', '80000000', '8000000000000000', 'FFFFFFFFFFFFFFFB'],
  ...[
    '9'.repeat(40),
    '0'.repeat(50),
    'f'.repeat(17),
    '__proto__',
    'constructor',
    '*',
    '""',
    '\x1b[31m',
    'use=2',
    'src=1.2.3.4',
  ],
];

const letters = (random: Random, count: number): string =>
  Array.from({ length: count }, () => String.fromCharCode(random.below(256)))
    .join('')
    .replaceAll('\n', '.');

/** As many digits of the same kind, so that the row keeps its form with a different value. */
const sameForm = (token: string, random: Random): string => {
  const isUpper = /[A-F]/.test(token);
  const isHex = /^[\da-fA-F]{2,}$/.test(token) && (/[a-fA-F]/.test(token) || token.length % 2 === 0);
  return token.replaceAll(/[\da-fA-F]/g, (digit) => {
    if (/\d/.test(digit) && !isHex) return String(random.below(10));
    if (!isHex) return digit;
    const other = random.below(16).toString(16);
    return isUpper ? other.toUpperCase() : other;
  });
};

const splitAt = /([ \t:=.]+)/;

const withTokens = (line: string, change: (tokens: string[]) => void): string => {
  const parts = line.split(splitAt);
  const tokens = parts.filter((_, at) => at % 2 === 0);
  change(tokens);
  return tokens
    .map((token, at) => token + (parts[at * 2 + 1] ?? (at < tokens.length - 1 ? ' ' : '')))
    .join('');
};

type Mutation = (lines: string[], at: number, random: Random) => void;

const inLine =
  (change: (line: string, random: Random) => string): Mutation =>
  (lines, at, random) => {
    lines[at] = change(lines[at]!, random);
  };

const inTokens =
  (change: (tokens: string[], at: number, random: Random) => void): Mutation =>
  (lines, at, random) => {
    lines[at] = withTokens(lines[at]!, (tokens) => change(tokens, random.below(tokens.length), random));
  };

const mutations: readonly Mutation[] = [
  inTokens((tokens, _, random) => {
    for (const [at, token] of tokens.entries()) if (random.chance(2)) tokens[at] = sameForm(token, random);
  }),
  inTokens((tokens, at, random) => {
    tokens[at] = sameForm(tokens[at]!, random);
  }),
  inTokens((tokens, at, random) => {
    tokens[at] = random.pick(numbers);
  }),
  inTokens((tokens, at, random) => {
    const other = random.below(tokens.length);
    [tokens[at], tokens[other]] = [tokens[other]!, tokens[at]!];
  }),
  inTokens((tokens, at) => tokens.splice(at, 1)),
  inTokens((tokens, at) => tokens.splice(at, 0, tokens[at]!)),
  inTokens((tokens, at, random) => {
    tokens[at] = letters(random, random.from(1, 200));
  }),
  inLine((line, random) => line.slice(0, random.below(line.length + 1))),
  inLine((line, random) => line.slice(random.below(line.length + 1))),
  inLine((line, random) => {
    const at = random.below(line.length + 1);
    return line.slice(0, at) + random.pick(bytes) + line.slice(at + random.below(2));
  }),
  inLine((line, random) => {
    const at = random.below(line.length + 1);
    return (
      line.slice(0, at) +
      String.fromCharCode(line.charCodeAt(at) ^ (1 << random.below(8))) +
      line.slice(at + 1)
    );
  }),
  inLine((line) => `${line}\r`),
  inLine((line, random) => line + ' '.repeat(random.from(1, 5))),
  inLine((line, random) =>
    random.chance(50)
      ? line + letters(random, 70_000)
      : line.replaceAll(/[a-z]+/g, (word) => word.toUpperCase()),
  ),
  (lines, at) => lines.splice(at, 1),
  (lines, at, random) => lines.splice(random.below(lines.length + 1), 0, lines[at]!),
  (lines, at, random) =>
    lines.splice(at, 0, random.pick(['', ' ', '\t \0\r', letters(random, 20), '\0'.repeat(100)])),
  (lines, at) => {
    if (at + 1 < lines.length) lines.splice(at, 2, lines[at]! + lines[at + 1]!);
  },
  (lines, at, random) => {
    const other = random.below(lines.length);
    [lines[at], lines[other]] = [lines[other]!, lines[at]!];
  },
  (lines, at, random) => {
    const line = lines[at]!;
    const cut = random.below(line.length + 1);
    lines.splice(at, 1, line.slice(0, cut), line.slice(cut));
  },
];

const linesOf = (text: string): string[] => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');

/** Some lines of one text, including the first, sometimes mixed with lines of another. */
const sample = (texts: readonly string[], random: Random): string[] => {
  const all = linesOf(random.pick(texts));
  const lines = random.chance(10) ? [] : [all[0]!];
  for (let count = random.from(1, 12); count > 0; count--) lines.push(random.pick(all));
  if (random.chance(20)) lines.push(...linesOf(random.pick(texts)).slice(0, 3));
  return lines;
};

/** A damaged kernel text, made from intact ones. */
export const damagedFile = (texts: readonly string[], random: Random): string => {
  const isWhole = random.chance(8);
  const lines = isWhole ? linesOf(random.pick(texts)).slice(0, 60) : sample(texts, random);
  for (let count = random.below(6); count > 0 && lines.length > 0; count--)
    random.pick(mutations)(lines, random.below(lines.length), random);
  if (random.chance(30)) for (const [at, line] of lines.entries()) lines[at] = `${line}\r`;
  const text = lines.join('\n');
  return random.chance(10) || text === '' ? text : `${text}\n`;
};
