import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteWriter } from '../../src/core/bytes.ts';
import { runs } from '../support/runs.ts';

type Step = { readonly write: (out: ByteWriter) => void; readonly means: Buffer };

const step = (means: string | Uint8Array, write: (out: ByteWriter) => void): Step => ({
  write,
  means: Buffer.from(means as string),
});

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

const padded = (text: string, width: number, right: boolean): Step =>
  step(right ? text.padStart(width) : text.padEnd(width), (out) => {
    const start = out.length;
    out.text(text);
    if (right) out.padStart(start, width);
    else out.padWritten(text.length, width);
  });

const long = fc.nat(5).map((size) => 'x'.repeat(size * 16_000));
const anyText = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 80 }), long);
const number = fc.oneof(
  fc.nat(200),
  fc.nat(2 ** 31 - 1),
  fc.constantFrom(0, 9, 10, 99, 100, 2 ** 32 - 1, 999_999_999, 1e9),
);
const ascii = fc.stringMatching(/^[ -~]{0,20}$/);

const steps = fc.array(
  fc.oneof(
    anyText.map((text) => step(text, (out) => out.text(text))),
    anyText.map((text) => step(text, (out) => out.word(bytes(text)))),
    number.map((value) => step(String(value), (out) => out.decimal(value))),
    fc.nat(127).map((value) => step(Uint8Array.of(value), (out) => out.byte(value))),
    fc.tuple(ascii, fc.nat(40), fc.boolean()).map(([text, width, right]) => padded(text, width, right)),
    fc.constant(step('', (out) => out.endRow())),
    fc.constant(step('', (out) => out.flush())),
  ),
  { maxLength: 60 },
);

test('output is whole and in order, however it is split into pieces', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const pieces: Buffer[] = [];
      const out = new ByteWriter((piece) => {
        assert.ok(piece.length > 0, 'an empty piece');
        pieces.push(Buffer.from(piece));
      });
      for (const { write } of all) write(out);
      out.flush();
      assert.equal(out.length, 0);
      assert.ok(Buffer.concat(pieces).equals(Buffer.concat(all.map(({ means }) => means))));
    }),
    { numRuns: runs(500) },
  );
});

test('each writer grows a full buffer', () => {
  const atTheEnd: readonly (readonly [name: string, write: (out: ByteWriter) => void, means: string])[] = [
    ['byte', (out) => out.byte(0x41), 'A'],
    ['text', (out) => out.text('€uro'), '€uro'],
    ['long text', (out) => out.text('y'.repeat(100)), 'y'.repeat(100)],
    ['word', (out) => out.word(bytes('word')), 'word'],
    ['decimal', (out) => out.decimal(4_294_967_295), '4294967295'],
    ['spaces', (out) => out.padWritten(1, 9), ' '.repeat(8)],
    ['spaces before', (out) => out.padStart(out.length - 1, 5), '    .'],
  ];
  for (const [name, write, means] of atTheEnd)
    for (let left = 0; left < 12; left++) {
      let all = '';
      const out = new ByteWriter((piece) => {
        all += Buffer.from(piece).toString();
      });
      const filler = '.'.repeat(out.bytes.length - left);
      out.text(filler);
      write(out);
      out.flush();
      assert.equal(
        all.slice(name === 'spaces before' ? filler.length - 1 : filler.length),
        means,
        `${name}, ${left} left`,
      );
    }
});

test('rows are flushed in large pieces, never mid-row, and a grown buffer is released', () => {
  const pieces: string[] = [];
  const out = new ByteWriter((piece) => pieces.push(Buffer.from(piece).toString()));
  const size = out.bytes.length;
  const row = `${'r'.repeat(99)}\n`;
  for (let at = 0; at < 2000; at++) {
    out.text(row);
    out.endRow();
  }
  assert.ok(pieces.length > 1);
  for (const piece of pieces) {
    assert.ok(piece.endsWith('\n'));
    assert.ok(piece.length >= size / 2 && piece.length <= size, `a piece of ${piece.length}`);
  }
  out.text('z'.repeat(size * 3));
  assert.ok(out.bytes.length > size * 3);
  out.flush();
  assert.equal(out.bytes.length, size);
});
