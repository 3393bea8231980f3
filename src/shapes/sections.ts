import { decimalCounter, signedNumber } from '../core/decimal.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { isEmptyLine, mismatch } from './row.ts';

/** One value from a `Prefix: name name …` line above a `Prefix: value value …` line. */
type SectionValue = { readonly section: string; readonly name: string; readonly value: bigint | null };

type Names = { readonly section: string; readonly names: readonly string[] };

/**
 * A line of names above a line of values. Values are matched by name, never by position, because kernels insert columns in
 * the middle. A section may be repeated; the first value of a repeated name is kept. `mayBeNegative` lists the names with
 * signed values.
 */
export function* sections(lines: Lines | null, mayBeNegative: ReadonlySet<string>): Generator<SectionValue> {
  if (lines === null) return;
  const seen = new Set<string>();
  let heading: Names | null = null;
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    const [first, ...rest] = words(lines);
    const section = first?.endsWith(':') ? first.slice(0, -1) : '';
    if (section === '') {
      lines.reject(null, mismatch('"Name: …"', lines.bytes, lines.start, lines.end));
      continue;
    }
    if (heading === null || heading.section !== section) {
      if (heading !== null) lines.reject(heading.section, 'header line without a matching value line');
      heading = { section, names: rest };
      continue;
    }
    yield* values(lines, heading, rest, seen, mayBeNegative);
    heading = null;
  }
  if (heading !== null) lines.reject(heading.section, 'header line without a matching value line');
}

const words = ({ bytes, start, end }: Lines): string[] =>
  decodeName(bytes, start, end)
    .split(/[ \t\r]/)
    .filter((word) => word !== '');

function* values(
  lines: Lines,
  { section, names }: Names,
  texts: readonly string[],
  seen: Set<string>,
  mayBeNegative: ReadonlySet<string>,
): Generator<SectionValue> {
  if (texts.length !== names.length) {
    lines.reject(section, `${names.length} names but ${texts.length} values, so none can be matched`);
    return;
  }
  if (names.length === 0) lines.acceptHeader();
  for (const [at, name] of names.entries()) {
    const key = `${section} ${name}`;
    if (seen.has(key)) {
      lines.reject(`${section}.${name}`, 'duplicate; keeping the first value');
      continue;
    }
    seen.add(key);
    const value = counterValue(texts[at]!, mayBeNegative.has(name));
    if (value === null)
      lines.reject(
        `${section}.${name}`,
        `expected a number from 0 to 2^64-1, got ${JSON.stringify(texts[at])}`,
      );
    lines.accept();
    yield { section, name, value };
  }
}

const counterValue = (text: string, mayBeNegative: boolean): bigint | null => {
  const bytes = Buffer.from(text, 'latin1');
  const value = decimalCounter(bytes, 0, bytes.length);
  if (value !== null || !mayBeNegative) return value;
  const negative = signedNumber(bytes, 0, bytes.length);
  return negative === null ? null : BigInt(negative);
};
