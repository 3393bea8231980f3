/** Something that a module exports: its declaration, and the text of its docstring. */
export type Exported = { readonly name: string; readonly declaration: string; readonly doc: string };

/** Reads the declarations of a module by its path. */
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

/** A docstring that ends where the text ends. */
const docBefore = (text: string): string =>
  docText(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(text)?.[0] ?? '');

/** A declaration ends with its line, or with the bracket that is alone on one. */
const declarationAt = (text: string, start: number): string => {
  const line = text.slice(start, text.indexOf('\n', start));
  if (!/[{(]$/.test(line)) return line;
  const end = /^[}>)][^\n]*$/m.exec(text.slice(start))!;
  return text.slice(start, start + end.index + end[0].length);
};

/** Types made of a list in the same module hold its members. */
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

/** Where a module has its names from. */
const originsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(importing), ...text.matchAll(reExport)].flatMap(([, names, from]) =>
      from === undefined ? [] : namesIn(names!).map((name) => [name, from] as const),
    ),
  );

/** The declaration of what the module at `path` calls `name`, in whichever module it stands. */
const find = (read: ReadModule, path: string, name: string): Exported => {
  const text = read(path);
  const here = declaredIn(text).get(name);
  if (here !== undefined) return here;
  const origin = originsIn(text).get(name);
  if (origin === undefined) throw new Error(`${name} is not declared in ${path}`);
  const there = new URL(origin, `file:///${path}`).pathname.slice(1);
  return find(read, there.replace(/\.ts$/, '.d.ts'), name);
};

/** Everything that the module at `path` exports, in its order, wherever it is declared. */
export const exportedBy = (read: ReadModule, path: string): readonly Exported[] => {
  const text = read(path);
  const passedOn = [...text.matchAll(reExport)].flatMap(([, names]) => namesIn(names!));
  return [...declaredIn(text).keys(), ...passedOn].map((name) => find(read, path, name));
};

/** The docstring of a module: what stands before its first import. */
export const moduleDoc = (text: string): string => docText(/^\/\*\*[\s\S]*?\*\//.exec(text)?.[0] ?? '');
