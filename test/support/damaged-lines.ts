import fc from 'fast-check';

const kinds = ['drop', 'repeat', 'blank', 'cut', 'byte', 'insert', 'glue', 'last', 'tail'] as const;
const scraps = [' ', '\0', '\r', '\t', '-', ':', 'f', '9', 'Z', '\xff', '\x1b', '', '   ', 'lo: 1', '\n'];

/** One kind of damage to a line of a file. */
export const damage = fc.record({
  kind: fc.constantFrom(...kinds),
  place: fc.nat(),
  column: fc.nat(),
  scrap: fc.constantFrom(...scraps),
});
export type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

const damaged = (lines: readonly string[], { kind, place, column, scrap }: Damage): readonly string[] => {
  if (lines.length === 0) return lines;
  const at = place % lines.length;
  const line = lines[at]!;
  const cut = column % (line.length + 1);
  const replacements: Readonly<Record<(typeof kinds)[number], readonly string[]>> = {
    drop: [],
    repeat: [line, line],
    blank: [' \t\0\r'.slice(column % 5), line],
    cut: [line.slice(0, cut)],
    byte: [line.slice(0, cut) + scrap + line.slice(cut + 1)],
    insert: [scrap, line],
    glue: [line + (lines[at + 1] ?? '')],
    last: [],
    tail: [line + scrap],
  };
  const kept = lines.toSpliced(at, kind === 'glue' ? 2 : 1, ...replacements[kind]);
  return kind === 'last' ? [...kept, line] : kept;
};

/** A text after all damage to its lines. */
export const damagedText = (whole: string, damages: readonly Damage[]): string =>
  damages.reduce<readonly string[]>(damaged, whole.split('\n')).join('\n');

/** As a reader counts them: the text after the last line feed is a line unless it is empty. */
export const linesOf = (text: string): readonly string[] =>
  text.endsWith('\n') || text === '' ? text.split('\n').slice(0, -1) : text.split('\n');

export const isBlank = (line: string): boolean => /^[ \t\r\0]*$/.test(line);
