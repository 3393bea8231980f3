import type { Option, Options } from '../core/option.ts';
import { commonOptions } from '../options/index.ts';
import { checkOptions } from '../options/pages/check.ts';
import { waitOptions } from '../options/pages/wait.ts';
import { familyOptions } from '../reports/families.ts';
import { routeOptions } from '../reports/routing/question.ts';
import { snmpOptions } from '../reports/snmp.ts';
import { socketOptions } from '../reports/sockets/options.ts';
import { type Exported, exportedBy, moduleDoc, type ReadModule } from './exported.ts';
import { cell } from './markdown.ts';

/** The library's options types, whose properties come from option declarations. */
const optionSets: Readonly<Record<string, Options<never>>> = {
  ReadOptions: commonOptions,
  FamilyOptions: familyOptions,
  ConnsOptions: socketOptions,
  SnmpOptions: snmpOptions,
  RoutesOptions: routeOptions,
  CheckOptions: checkOptions,
  WaitOptions: waitOptions,
};

const formTexts = {
  flag: 'boolean',
  text: 'string',
  number: 'number',
  duration: 'number | string',
  word: 'string | number',
  texts: 'string | string[]',
  ports: 'string | number | (string | number)[]',
};

const typeOf = ({ choices, library, repeats }: Option<never>): string => {
  if (choices === undefined) return formTexts[library!];
  const choice = choices.map((each) => `'${each}'`).join(' | ');
  return repeats === undefined ? choice : `${choice}, or a list of these`;
};

type Property = { readonly name: string; readonly type: string; readonly doc: string };

const property =
  /^ {4}(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {4})?(?:readonly )?(\w+)\??: ((?:[^;{]|\{[^}]*\})*);$/gm;

/** Redundant with the type. */
const unknownIsNull = / ?Null if unknown or not applicable\.\s*$/;

const withoutMany = (text: string): string => text.replace(/\bMany<(\w+)>/g, '$1 | $1[]');

const propertiesOf = ({ declaration }: Exported): readonly Property[] =>
  [...declaration.matchAll(property)].map(([, doc = '', name, type]) => ({
    name: name!,
    type: withoutMany(type!.replace(/\s+/g, ' ')),
    doc: doc
      .replace(/^\s*\* ?/gm, ' ')
      .replace(/\s+/g, ' ')
      .replace(unknownIsNull, '')
      .trim(),
  }));

const optionsIn = (options: Options<never>): readonly Property[] =>
  Object.entries(options)
    .filter(([, { library }]) => library !== undefined)
    .map(([name, option]) => ({ name, type: typeOf(option), doc: option.libraryHelp ?? option.help }));

const table = (properties: readonly Property[]): readonly string[] =>
  properties.length === 0
    ? []
    : [
        '| property | type | meaning |',
        '|---|---|---|',
        ...properties.map(({ name, type, doc }) => `| \`${name}\` | ${cell(type)} | ${cell(doc)} |`),
        '',
      ];

/** `@throws X for y` as a separate sentence. */
const proseOf = (doc: string): string =>
  doc
    .replace(/^@throws (\w+(?:, \w+)*)(.*)$/gm, '\nThrows `$1`$2.')
    .replace(/^@param (\w+)(.*)$/gm, '\n`$1`:$2.');

const section = (exported: Exported): readonly string[] => {
  const { name, declaration, doc } = exported;
  const options = optionSets[name];
  const isRecord =
    options !== undefined || /^export (?:type|interface) \w+ = ?\{|^export declare class/.test(declaration);
  return [
    `### ${name}`,
    '',
    ...(doc === '' ? [] : [proseOf(doc), '']),
    ...(isRecord ? [] : ['```ts', withoutMany(declaration.replace(/^export (?:declare )?/, '')), '```', '']),
    ...table([
      ...(options === undefined ? [] : optionsIn(options)),
      ...(isRecord ? propertiesOf(exported) : []),
    ]),
  ];
};

const isFunction = ({ declaration }: Exported): boolean => declaration.startsWith('export declare const');
const isError = ({ declaration }: Exported): boolean => declaration.startsWith('export declare class');
const isOptions = ({ name }: Exported): boolean => name.endsWith('Options');

/** The library page, with everything the package exports, generated from docstrings. */
export const apiPage = (read: ReadModule): string => {
  const index = 'index.d.ts';
  const all = exportedBy(read, index);
  const isType = (each: Exported): boolean => !(isFunction(each) || isError(each) || isOptions(each));
  const part = (heading: string, belongs: (each: Exported) => boolean): readonly string[] => [
    `## ${heading}`,
    '',
    ...all.filter(belongs).flatMap(section),
  ];
  return [
    '# The library',
    '',
    moduleDoc(read(index)),
    '',
    ...part('Functions', isFunction),
    ...part('Options', isOptions),
    ...part('Rows and results', isType),
    ...part('Errors', isError),
  ].join('\n');
};
