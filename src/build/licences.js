// The licences of everything in the executable.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { bunVersion } from './bun.js';

const textOf = (directory) => {
  const name = readdirSync(directory).find((file) => /^licen[cs]e/i.test(file));
  if (name === undefined) throw new Error(`${directory} has no licence`);
  return readFileSync(`${directory}/${name}`, 'utf8').replaceAll('\r', '').trim();
};

/** Each runtime package, once per version. */
const packages = () => {
  const argv = ['ls', '--omit=dev', '--all', '--parseable'];
  const [, ...directories] = execFileSync('npm', argv, { encoding: 'utf8' }).trim().split('\n');
  const texts = directories.map((directory) => {
    const { name, version, license } = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8'));
    return `${name} ${version} (${license})\n\n${textOf(directory)}`;
  });
  return [...new Set(texts)].sort();
};

const runtime = `The runtime inside the executable is Bun ${bunVersion}, https://bun.com, under the MIT License. It contains
JavaScriptCore of WebKit under the GNU Library General Public License, version 2, and other libraries:
https://bun.com/docs/project/license lists them with their licences and says how to relink the executable
with another JavaScriptCore. On Debian, /usr/share/common-licenses/LGPL-2 has the text of that licence.`;

/** One text for readers, the archives and Debian's \`copyright\`. */
export const licences = () => {
  const rule = `\n\n${'-'.repeat(78)}\n\n`;
  const own = `procnet, https://github.com/procnet/procnet\n\n${readFileSync('LICENSE', 'utf8').trim()}`;
  return `${[own, runtime, ...packages()].join(rule)}\n`;
};
