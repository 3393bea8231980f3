/** Maximum width of help, because longer lines are hard to read, however wide the terminal. */
export const widest = 100;

/** Wraps text at `width` characters. Longer words are not split. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length > width && line !== '') {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
};

/** A paragraph; lines after the first are indented by another `hang`. */
export const paragraph = (text: string, indent: number, width = widest, hang = 0): string =>
  wrap(text, width - indent - hang)
    .map((line, at) => ' '.repeat(indent + (at === 0 ? 0 : hang)) + line)
    .join('\n');

const mostLeft = 30;

/** Terms and meanings in two columns; a long term gets its own line. */
export const definitions = (
  rows: readonly (readonly [term: string, meaning: string])[],
  width = widest,
): string => {
  const left = Math.min(mostLeft, Math.max(0, ...rows.map(([term]) => term.length)));
  const gutter = ' '.repeat(left + 4);
  return rows
    .map(([term, meaning]) => {
      const [first = '', ...more] = wrap(meaning, width - gutter.length).map((line) => gutter + line);
      const head =
        term.length > left
          ? `${paragraph(term, 2, width, 4)}\n${first}`
          : `  ${term.padEnd(left)}${first.slice(left + 2)}`;
      return [head, ...more].join('\n');
    })
    .join('\n');
};
