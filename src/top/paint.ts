import { type Line, type Look, textOf, widthOf } from './line.ts';

/** SGR parameters; tones read on dark and light backgrounds. */
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

/** Without colour what is left is bold and reverse, which are none. */
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

/** Draws frames one over another and sends only lines that changed, so that nothing flickers. */
export class Painter {
  readonly #color: boolean;
  #shown: readonly string[] = [];

  constructor(color: boolean) {
    this.#color = color;
  }

  /** The next frame is drawn as a whole. */
  forget(): void {
    this.#shown = [];
  }

  /** The bytes that turn the screen into these lines. */
  paint(lines: readonly Line[], width: number): string {
    const painted = lines.map((line) => paintedLine(line, this.#color));
    const isWhole = this.#shown.length !== painted.length;
    const changes = painted.flatMap((text, at) => {
      if (!isWhole && this.#shown[at] === text) return [];
      // Behind a line that fills the screen, erasing would take its last character.
      const rest = widthOf(lines[at]!) < width ? '\x1b[K' : '';
      return [`\x1b[${at + 1};1H${text}${rest}`];
    });
    this.#shown = painted;
    return (isWhole ? '\x1b[2J' : '') + changes.join('');
  }
}

/** A terminal that cannot move its cursor gets whole frames, one below the other. */
export const printed = (lines: readonly Line[]): string => {
  const texts = lines.map((line) => textOf(line).trimEnd());
  return `${texts.filter((text) => text !== '').join('\n')}\n\n`;
};
