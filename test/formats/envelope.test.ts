import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteWriter } from '../../src/core/bytes.ts';
import { MetaEnvelope } from '../../src/formats/envelope.ts';
import { arp } from '../../src/reports/arp.ts';

test('an answer of any length is written in pieces, so no text or buffer must hold all of it', () => {
  const envelope = new MetaEnvelope();
  envelope.rows.text('[');
  const row = `"${'x'.repeat(1_000)}",`;
  for (let at = 0; at < 20_000; at++) {
    envelope.rows.text(row);
    envelope.rows.endRow();
  }
  envelope.rows.text('"end"]\n');
  const sizes: number[] = [];
  let end = '';
  const out = new ByteWriter((bytes) => {
    sizes.push(bytes.length);
    end = Buffer.from(bytes.subarray(-20)).toString();
  });
  envelope.write({ report: arp, sources: [], warnings: [], complete: true, now: new Date(0) }, out);
  out.flush();
  assert.ok(sizes.reduce((all, size) => all + size) > 20_000_000);
  assert.ok(Math.max(...sizes) < 1 << 20, `a piece of ${Math.max(...sizes)} bytes`);
  assert.match(end, /"end"\]\}\n$/);
});
