import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

/** Draws `.github/terminal.svg` from a real run in a network namespace of its own: `npm run picture`, as root. */
const scene = `
ip link set lo up
python3 -m http.server 8080 --bind 127.0.0.1 >/dev/null 2>&1 &
python3 -m http.server 8443 --bind :: >/dev/null 2>&1 &
sleep 1
python3 -c '
import socket, time
held = [socket.create_connection(("127.0.0.1", 8080)) for _ in range(2)]
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); udp.bind(("0.0.0.0", 5353))
socket.create_connection(("::1", 8443)).close()
time.sleep(3)' &
sleep 1
${process.execPath} bin/procnet.js conns -p --format table --color always
kill $(jobs -p)
`;

const width = 8.4;
const height = 19;
const margin = 20;

/** The SGR codes that the table uses, for a dark card. */
const styles: Readonly<Record<string, string>> = {
  '1': 'font-weight="bold" fill="#ffffff"',
  '2': 'fill="#8b949e"',
  '31': 'fill="#ff7b72"',
  '32': 'fill="#7ee787"',
  '33': 'fill="#f2cc60"',
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** One line as text elements, each at the column where it stands. */
const drawLine = (line: string, row: number): string => {
  let column = 0;
  let style = 'fill="#e6edf3"';
  let drawn = '';
  for (const [, code, text] of line.matchAll(/(?:\x1b\[(\d+)m)|([^\x1b]+)/g)) {
    if (code !== undefined) style = styles[code] ?? 'fill="#e6edf3"';
    if (text === undefined) continue;
    const x = (margin + column * width).toFixed(1);
    if (text.trim() !== '')
      drawn += `<text x="${x}" y="${margin + (row + 1) * height}" textLength="${(text.length * width).toFixed(1)}" ${style} xml:space="preserve">${escaped(text)}</text>\n`;
    column += text.length;
  }
  return drawn;
};

const output = execFileSync('unshare', ['--net', 'bash', '-c', scene], { encoding: 'utf8' });
const lines = ['\x1b[2m$\x1b[0m procnet conns -p', ...output.trimEnd().split('\n')];
const columns = Math.max(...lines.map((line) => line.replace(/\x1b\[\d+m/g, '').length));
const [w, h] = [Math.ceil(columns * width + 2 * margin), Math.ceil((lines.length + 1) * height + margin)];
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-label="procnet conns -p in a terminal">
<rect width="${w}" height="${h}" rx="8" fill="#0d1117" stroke="#30363d"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${lines.map(drawLine).join('')}</g>
</svg>
`;
writeFileSync('.github/terminal.svg', svg);
