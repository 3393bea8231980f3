const width = 8.4;
const height = 18;
const margin = 14;

/** Both are what browsers and editors use on dark and on light pages; the reader's system preference selects one. */
const style = `text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:#1f2328}
.card{fill:#fff;stroke:#d0d7de}.b{font-weight:bold}.d{fill:#59636e}.g{fill:#116329}.m{fill:#8250df}.r{fill:#cf222e}.v{fill:#fff}.bar{fill:#1f2328}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.card{fill:#0d1117;stroke:#30363d}.d{fill:#9198a1}.g{fill:#7ee787}.m{fill:#d2a8ff}.r{fill:#ff7b72}.v{fill:#0d1117}.bar{fill:#e6edf3}}`;

const classes: Readonly<Record<string, string>> = {
  '1': 'b',
  '2': 'd',
  '7': 'v',
  '31': 'r',
  '32': 'g',
  '35': 'm',
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const known = (code: string): readonly string[] => (classes[code] === undefined ? [] : [classes[code]]);

/** The classes after a sequence of SGR parameters; 22, 27 and 39 reset others. */
const after = (before: readonly string[], parameters: string): readonly string[] => {
  let now = [...before];
  for (const code of parameters.split(';')) {
    if (code === '' || code === '0') now = [];
    else if (code === '22') now = now.filter((name) => name !== 'b' && name !== 'd');
    else if (code === '27') now = now.filter((name) => name !== 'v');
    else if (/^3\d$/.test(code)) now = [...now.filter((name) => !'rgm'.includes(name)), ...known(code)];
    else now.push(...known(code));
  }
  return now;
};

const place = (column: number): string => (margin + column * width).toFixed(1);

type Drawn = { readonly svg: string; readonly look: readonly string[] };

/** One line, each piece at its column. tmux extends attributes past the end of a line. */
const drawLine = (line: string, row: number, lookBefore: readonly string[]): Drawn => {
  const y = margin + (row + 1) * height - 5;
  let column = 0;
  let look = lookBefore;
  let drawn = '';
  for (const [, parameters, text = ''] of line.matchAll(/\x1b\[([\d;]*)m|([^\x1b]+)/g)) {
    if (parameters !== undefined) look = after(look, parameters);
    const count = [...text].length;
    if (look.includes('v') && count > 0)
      drawn += `<rect class="bar" x="${place(column)}" y="${y - height + 5}" width="${(count * width).toFixed(1)}" height="${height}"/>`;
    const shown = text.trimEnd();
    const lead = shown.length - shown.trimStart().length;
    if (shown !== '') {
      const length = ([...shown].length - lead) * width;
      const kind = look.length === 0 ? '' : ` class="${look.join(' ')}"`;
      drawn += `<text x="${place(column + lead)}" y="${y}" textLength="${length.toFixed(1)}"${kind}>${escaped(shown.trimStart())}</text>`;
    }
    column += count;
  }
  return { svg: drawn === '' ? '' : `${drawn}\n`, look };
};

/** Lines of a terminal with their colors as SVG, readable on dark and on light pages. */
export const drawTerminal = (lines: readonly string[], columns: number, title: string): string => {
  const [w, h] = [Math.ceil(columns * width + 2 * margin), lines.length * height + 2 * margin];
  let look: readonly string[] = [];
  const drawn = lines.map((line, row) => {
    const { svg, look: next } = drawLine(line, row, look);
    look = next;
    return svg;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img">
<title>${escaped(title)}</title><style>${style}</style>
<rect class="card" x=".5" y=".5" width="${w - 1}" height="${h - 1}" rx="8"/>
${drawn.join('')}</svg>
`;
};
