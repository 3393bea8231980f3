/** Words of a command line, each with its quotes. */
const wordsOf = (command: string): readonly string[] => command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];

const indent = '    ';

/** Wraps a command line to lines of at most `width` columns, between words and with backslashes, so that a shell accepts it. */
export const commandLines = (command: string, width: number): readonly string[] => {
  if (command.length <= width) return [command];
  const lines: string[] = [];
  for (const word of wordsOf(command)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length + ' \\'.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.map((line, at) => (at < lines.length - 1 ? `${line} \\` : line));
};
