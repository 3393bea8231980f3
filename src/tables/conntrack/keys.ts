/**
 * The nf_conntrack keys we use. Each may appear once per direction; keys of the connection as a whole follow the second
 * direction.
 */
export const keys = [
  'src',
  'dst',
  'sport',
  'dport',
  'type',
  'code',
  'id',
  'zone-orig',
  'zone-reply',
  'packets',
  'bytes',
  'mark',
  'secctx',
  'zone',
  'delta-time',
  'use',
] as const;

export type Key = (typeof keys)[number];

export const keyNumber: Readonly<Record<Key, number>> = Object.fromEntries(
  keys.map((key, at) => [key, at]),
) as Record<Key, number>;

/** By length, so that few keys need comparing with a token. */
const byLength: readonly (readonly { readonly letters: readonly number[]; readonly number: number }[])[] =
  Array.from({ length: 11 }, (_, length) =>
    keys
      .filter((key) => key.length === length)
      .map((key) => ({ letters: [...Buffer.from(key)], number: keyNumber[key] })),
  );

const equals = 0x3d;

/** The index of the key in `key=value`; -1 for any other key or none. */
export const keyAt = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && bytes[at] !== equals) at++;
  if (at === end) return -1;
  for (const { letters, number } of byLength[at - start] ?? []) {
    let same = 0;
    while (same < letters.length && bytes[start + same] === letters[same]) same++;
    if (same === letters.length) return number;
  }
  return -1;
};
