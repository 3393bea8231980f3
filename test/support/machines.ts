import { existsSync, readdirSync } from 'node:fs';

/** A fixture tree: one machine's kernel text. Its `ABOUT.md` documents its source. */
export type Machine = {
  readonly name: string;
  /** For `--proc`, relative to the repository, because warnings name it. */
  readonly proc: string;
  readonly endian: 'little' | 'big';
};

const root = 'test/fixtures';

const machine = (name: string): Machine => ({
  name,
  proc: `${root}/${name}`,
  endian: name === 'big-endian' ? 'big' : 'little',
});

const below = (directory: string): string[] =>
  readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'net')
    .flatMap(({ name }) => [`${directory}/${name}`, ...below(`${directory}/${name}`)]);

/** Every directory below test/fixtures that contains a `net`: a new one needs no line here. */
export const machines: readonly Machine[] = below(root)
  .filter((directory) => existsSync(`${directory}/net`))
  .map((directory) => machine(directory.slice(root.length + 1)))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** The arguments that make procnet read it. */
export const sourceArguments = ({ proc, endian }: Machine): string[] => ['--proc', proc, '--endian', endian];
