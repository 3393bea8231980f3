import { commandLines } from './command-lines.ts';

/** Characters that the typesetter would replace or interpret. */
const named: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

/** Literal text. */
const literal = (text: string): string => text.replaceAll(/[\\\-'`^~"]/g, (sign) => named[sign]!);

/** Running text, in which hyphens and apostrophes may be typographic. */
const prose = (text: string): string => text.replaceAll(/[\\`^~"]/g, (sign) => named[sign]!);

/** Escapes a leading dot or apostrophe, which would start a request. */
const guarded = (line: string): string => (/^[.']/.test(line) ? `\\&${line}` : line);

/** Text with `code` in it, with each sentence on a separate line, as mdoc requires. */
export const sentences = (text: string): string =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? `\\fB${literal(part)}\\fR` : prose(part)))
    .join('')
    .replaceAll(/([.?]\)?) (?=[A-Z]|\\fB)/g, '$1\n')
    .split('\n')
    .map(guarded)
    .join('\n');

/** A macro argument, quoted so that it is never interpreted as a macro or punctuation. */
export const argument = (text: string): string => `"\\&${literal(text)}"`;

export const macro = (name: string, ...words: readonly string[]): string =>
  [`.${name}`, ...words.map(argument)].join(' ');

export const section = (title: string, ...parts: readonly string[]): string =>
  [`.Sh ${title}`, ...parts].join('\n');

export const subsection = (title: string, ...parts: readonly string[]): string =>
  [`.Ss ${title}`, ...parts].join('\n');

export const paragraphs = (texts: readonly string[]): string => texts.map(sentences).join('\n.Pp\n');

/** Terms, each with its meaning below. */
export const tagged = (rows: readonly (readonly [term: string, meaning: string])[]): string =>
  [
    '.Bl -tag -width Ds',
    ...rows.flatMap(([term, meaning]) => [`.It Sy ${argument(term)}`, sentences(meaning)]),
    '.El',
  ].join('\n');

/** Short terms, each with its meaning on the same line. */
export const compact = (rows: readonly (readonly [term: string, meaning: string])[]): string => {
  const width = Math.max(...rows.map(([term]) => term.length));
  return [
    `.Bl -tag -width ${'x'.repeat(width + 1)} -compact`,
    ...rows.flatMap(([term, meaning]) => [`.It Sy ${argument(term)}`, sentences(meaning)]),
    '.El',
  ].join('\n');
};

export const bulleted = (texts: readonly string[]): string =>
  ['.Bl -bullet', ...texts.flatMap((text) => ['.It', sentences(text)]), '.El'].join('\n');

/** Command lines and what each one shows. */
/** Width of an example on an 80-column terminal. */
const exampleWidth = 66;

const literalBlock = (lines: readonly string[], more = ''): string =>
  [`.Bd -literal -offset indent${more}`, ...lines.map((line) => guarded(literal(line))), '.Ed'].join('\n');

export const examples = (rows: readonly (readonly [command: string, answer: string])[]): string =>
  rows
    .map(([command, answer]) => {
      const sentence = answer.charAt(0).toUpperCase() + answer.slice(1);
      const lines = commandLines(command, exampleWidth);
      const shown = lines.length === 1 ? macro('Dl', command) : literalBlock(lines, ' -compact');
      return `${sentences(sentence)}:\n${shown}`;
    })
    .join('\n.Pp\n');

/** Literal lines. */
export const display = (lines: readonly string[]): string => `${literalBlock(lines)}\n.Pp`;
