import { type Line, type Look, textOf, widthOf } from './line.ts';

/** SGR parameters, readable on dark and light backgrounds. */
const colours: Readonly<Record<Look, string>> = {
  plain: '',
  heading: '1',
  dim: '2',
  good: '32',
  warn: '35',
  bad: '1;31',
  opened: '32',
  closed: '31',
  selected: '7',
};

/** Without colour, only bold and reverse remain. */
const colourless: ReadonlySet<Look> = new Set(['heading', 'selected']);

const paintedLine = (line: Line, color: boolean): string =>
  line
    .map(({ text, look }) => {
      const code = color || colourless.has(look) ? colours[look] : '';
      return code === '' || text === '' ? text : `\x1b[${code}m${text}\x1b[0m`;
    })
    .join('');

export const enter = '\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J';
export const leave = '\x1b[0m\x1b[?25h\x1b[?1049l';

/** Draws each frame over the previous one and sends only changed lines, to avoid flicker. */
export class Painter {
  readonly #color: boolean;
  #shown: readonly string[] = [];

  constructor(color: boolean) {
    this.#color = color;
  }

  /** Forces a full redraw. */
  forget(): void {
    this.#shown = [];
  }

  /** The bytes that update the screen to these lines. */
  paint(lines: readonly Line[], width: number): string {
    const painted = lines.map((line) => paintedLine(line, this.#color));
    const isWhole = this.#shown.length !== painted.length;
    const changes = painted.flatMap((text, at) => {
      if (!isWhole && this.#shown[at] === text) return [];
      // After a line as wide as the screen, erasing would remove its last character.
      const rest = widthOf(lines[at]!) < width ? '\x1b[K' : '';
      return [`\x1b[${at + 1};1H${text}${rest}`];
    });
    this.#shown = painted;
    return (isWhole ? '\x1b[2J' : '') + changes.join('');
  }
}

/** A terminal without cursor movement gets whole frames, one below the other. */
export const printed = (lines: readonly Line[]): string => {
  const texts = lines.map((line) => textOf(line).trimEnd());
  return `${texts.filter((text) => text !== '').join('\n')}\n\n`;
};
