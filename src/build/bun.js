// The compiler of the single executable, which is Bun. Only `npm run binary` fetches it, so that `npm ci` stays small.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

export const bunVersion = '1.4.5';

/** The npm package for each target, and the SHA-512 of its tarball in Base64, as in package-lock.json. */
export const packages = {
  'linux-x64': [
    '@oven/bun-linux-x64',
    'IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==',
  ],
  'linux-arm64': [
    '@oven/bun-linux-aarch64',
    '4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==',
  ],
  'linux-x64-musl': [
    '@oven/bun-linux-x64-musl',
    '10QoW/YfTgnURaGEaHpJCiXjLI2e5iTtfVDaA5JKcyUzaa1cq6cVUY9/Uq5XkYzvtRjHLRe9Oj/lTDIQcxy8HQ==',
  ],
  'linux-arm64-musl': [
    '@oven/bun-linux-aarch64-musl',
    'XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==',
  ],
};

export const targets = Object.keys(packages);

/** This machine's target. */
export const here = () => {
  const usesMusl = process.report.getReport().header.glibcVersionRuntime === undefined;
  const target = `${process.platform}-${process.arch}${usesMusl ? '-musl' : ''}`;
  if (!targets.includes(target))
    throw new Error(`cannot build on ${target}; use one of ${targets.join(', ')}`);
  return target;
};

const sha512 = (path) => createHash('sha512').update(readFileSync(path)).digest('base64');

const download = (name, integrity, directory) => {
  mkdirSync(directory, { recursive: true });
  const wanted = ['pack', `${name}@${bunVersion}`, '--silent', '--pack-destination', directory];
  const file = execFileSync('npm', wanted, { encoding: 'utf8' }).trim();
  const tarball = `${directory}/${file}`;
  if (sha512(tarball) !== integrity) {
    rmSync(tarball);
    throw new Error(`${name}@${bunVersion}: SHA-512 differs from src/build/bun.js`);
  }
  execFileSync('tar', ['-xzf', tarball, '-C', directory, 'package/bin/bun']);
  renameSync(`${directory}/package/bin/bun`, `${directory}/bun`);
  rmSync(`${directory}/package`, { recursive: true });
  rmSync(tarball);
};

/** The path of Bun for a target, downloaded if missing. It compiles on the host and becomes part of the result. */
export const bunFor = (target) => {
  const [name, integrity] = packages[target];
  const directory = `.build/bun/${bunVersion}/${target}`;
  if (!existsSync(`${directory}/bun`)) download(name, integrity, directory);
  return `${directory}/bun`;
};

/** The target given on the command line, or this machine's. */
export const chosenTarget = (program, choices = targets) => {
  const { target } = parseArgs({ options: { target: { type: 'string', default: here() } } }).values;
  if (choices.includes(target)) return target;
  process.stderr.write(`${program}: --target must be one of ${choices.join(', ')} (got "${target}")\n`);
  process.exit(2);
};
