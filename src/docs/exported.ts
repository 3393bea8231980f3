/** An export of a module: its declaration and docstring text. */
export type Exported = { readonly name: string; readonly declaration: string; readonly doc: string };

/** Reads a module's declarations, by path. */
export type ReadModule = (path: string) => string;

const reExport = /^export (?:type )?\{([^}]*)\}(?: from\s'([^']+)')?;$/gm;
const importing = /^import (?:type )?\{([^}]*)\} from\s'([^']+)';$/gm;
const declared = /^export declare (?:const|class|function) (\w+)|^export (?:type|interface) (\w+)/gm;

const namesIn = (list: string): readonly string[] =>
  list
    .split(',')
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');

/** The text between `/**` and the end of a docstring, without the asterisks. */
const docText = (comment: string): string =>
  comment
    .replace(/^\s*\/\*\*\s?|\s*\*\/\s*$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim();

/** The docstring at the end of the text. */
const docBefore = (text: string): string =>
  docText(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(text)?.[0] ?? '');

/** A declaration ends with its line or with a bracket on a line of its own. */
const declarationAt = (text: string, start: number): string => {
  const line = text.slice(start, text.indexOf('\n', start));
  if (!/[{(]$/.test(line)) return line;
  const end = /^[}>)][^\n]*$/m.exec(text.slice(start))!;
  return text.slice(start, start + end.index + end[0].length);
};

/** Expands types derived from a list in the same module to its members. */
const spelledOut = (text: string, declaration: string): string =>
  declaration.replace(/\(typeof (\w+)\)\[number\]/, (whole, list: string) => {
    const members = new RegExp(`^export declare const ${list}: readonly \\[([^\\]]*)\\]`, 'm').exec(
      text,
    )?.[1];
    return members?.replaceAll(', ', ' | ') ?? whole;
  });

const declaredIn = (text: string): ReadonlyMap<string, Exported> =>
  new Map(
    [...text.matchAll(declared)].map((found) => {
      const name = (found[1] ?? found[2])!;
      const doc = docBefore(text.slice(0, found.index));
      return [name, { name, doc, declaration: spelledOut(text, declarationAt(text, found.index)) }];
    }),
  );

/** The modules a module's names come from. */
const originsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(importing), ...text.matchAll(reExport)].flatMap(([, names, from]) =>
      from === undefined ? [] : namesIn(names!).map((name) => [name, from] as const),
    ),
  );

/** The declaration of `name` in the module at `path`, or wherever it is re-exported from. */
const find = (read: ReadModule, path: string, name: string): Exported => {
  const text = read(path);
  const here = declaredIn(text).get(name);
  if (here !== undefined) return here;
  const origin = originsIn(text).get(name);
  if (origin === undefined) throw new Error(`${name} is not declared in ${path}`);
  const there = new URL(origin, `file:///${path}`).pathname.slice(1);
  return find(read, there.replace(/\.ts$/, '.d.ts'), name);
};

/** Everything the module at `path` exports, in order, wherever it is declared. */
export const exportedBy = (read: ReadModule, path: string): readonly Exported[] => {
  const text = read(path);
  const passedOn = [...text.matchAll(reExport)].flatMap(([, names]) => namesIn(names!));
  return [...declaredIn(text).keys(), ...passedOn].map((name) => find(read, path, name));
};

/** A module's docstring, which precedes its first import. */
export const moduleDoc = (text: string): string => docText(/^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '');
