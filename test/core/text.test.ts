import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decodeName,
  displayWidth,
  expectInterpretedLog,
  jsonText,
  printable,
  visible,
} from '../../src/core/text.ts';
import { runs } from '../support/runs.ts';

/** What no format prints raw: controls, marks that change direction or end a line, and lone surrogates. */
const unsafe = /^[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]$/u;

test('each of the 65,536 code units is printed or escaped, according to its class', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const unit = String.fromCharCode(code);
    const isUnsafe = unsafe.test(unit);
    const hex = code.toString(16);
    assert.equal(printable(`a${unit}b`) === `a${unit}b`, !isUnsafe, hex);
    assert.equal(visible(`a${unit}b`) === `a${unit}b`, !isUnsafe && unit !== '\\', hex);
    const json = jsonText(`a${unit}b`);
    assert.equal(JSON.parse(`"${json}"`), `a${unit}b`, hex);
    assert.equal(json === `a${unit}b`, !isUnsafe && unit !== '"' && unit !== '\\', hex);
  }
});

test('escapes by class', () => {
  const spelled: readonly (readonly [text: string, shown: string])[] = [
    ['\x00\x1b[31m\x7f', '\\x00\\x1b[31m\\x7f'],
    ['\x80\x9f', '\\u0080\\u009f'],
    ['\u202e\u2066\ufeff', '\\u202e\\u2066\\ufeff'],
    ['\udc80\udcff', '\\x80\\xff'],
    ['\udc7f\udd00\ud800', '\\udc7f\\udd00\\ud800'],
    ['C:\\x1b', 'C:\\\\x1b'],
    ['😀 \ud83d', '😀 \\ud83d'],
    ['\ude00😀', '\\ude00😀'],
    ['\u{10ffff}', '\u{10ffff}'],
  ];
  for (const [text, shown] of spelled) assert.equal(visible(text), shown);
  assert.equal(printable('a\\b\nc'), 'a\\b\\x0ac');
});

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decodedByOthers = (bytes: Uint8Array): string | null => {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
};

const back = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0)!;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  );

const agrees = (bytes: Uint8Array): void => {
  const text = decodeName(bytes, 0, bytes.length);
  const expected = decodedByOthers(bytes);
  if (expected !== null) assert.equal(text, expected, Buffer.from(bytes).toString('hex'));
  else assert.match(text, /[\udc80-\udcff]/, Buffer.from(bytes).toString('hex'));
  assert.deepEqual(back(text), Buffer.from(bytes));
};

test('valid UTF-8 is decoded as another decoder does, and other bytes are preserved', () => {
  for (let first = 0; first < 256; first++)
    for (let second = 0; second < 256; second++) agrees(Uint8Array.of(first, second));
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
  for (let first = 0xe0; first < 256; first++)
    for (const second of edges)
      for (const third of edges) {
        agrees(Uint8Array.of(first, second, third));
        for (const fourth of edges) agrees(Uint8Array.of(first, second, third, fourth));
      }
});

test('any slice of a larger buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(10), fc.nat(10), (bytes, before, after) => {
      const larger = Uint8Array.from([...Array(before).fill(0xf0), ...bytes, ...Array(after).fill(0xbf)]);
      const text = decodeName(larger, before, before + bytes.length);
      assert.deepEqual(back(text), Buffer.from(bytes));
    }),
    { numRuns: runs(500) },
  );
});

/** Blocks by the terminal cells of a character: first and last code point of each. */
const blocks: readonly (readonly [first: number, last: number, cells: number])[] = [
  [0x300, 0x36f, 0],
  [0x200b, 0x200d, 0],
  [0xfe00, 0xfe0f, 0],
  [0x1100, 0x115f, 2],
  [0x2e80, 0x303e, 2],
  [0x3040, 0xa4cf, 2],
  [0xac00, 0xd7a3, 2],
  [0xf900, 0xfaff, 2],
  [0xfe30, 0xfe6f, 2],
  [0xff00, 0xff60, 2],
  [0xffe0, 0xffe6, 2],
  [0x1f300, 0x1faff, 2],
  [0x20000, 0x3fffd, 2],
];

test('combining marks take no cell, East Asian letters and emoji two, all others one', () => {
  const cellsOf = (code: number): number =>
    blocks.find(([first, last]) => code >= first && code <= last)?.[2] ?? 1;
  for (const [first, last] of blocks)
    for (const code of [first - 1, first, first + 1, last - 1, last, last + 1]) {
      const text = String.fromCodePoint(code);
      assert.equal(displayWidth(text), cellsOf(code), code.toString(16));
      assert.equal(displayWidth(`a${text}b`), cellsOf(code) + 2, code.toString(16));
    }
  assert.equal(displayWidth(''), 0);
  assert.equal(displayWidth('e\u0301'), 1);
  assert.equal(displayWidth('東京😀'), 6);
});

test('names cannot inject commands into a log', () => {
  const names = [
    '##[error]x',
    'a##[add-mask]b',
    '##vso[task.setvariable]x',
    '::error::x',
    ' \t::stop-commands::x',
  ];
  expectInterpretedLog(true);
  const shown = names.map(
    (name) => [visible(name), printable(name), JSON.parse(`"${jsonText(name)}"`)] as const,
  );
  const raw = names.map((name) => jsonText(name));
  expectInterpretedLog(false);
  for (const [at, [text, message, parsed]] of shown.entries()) {
    assert.doesNotMatch(text + message + raw[at], /##(?:vso)?\[/);
    assert.doesNotMatch(text, /^\s*::/);
    assert.doesNotMatch(message, /^\s*::/);
    assert.equal(parsed, names[at]);
  }
  assert.equal(visible('##[error]x'), '##[error]x');
});
