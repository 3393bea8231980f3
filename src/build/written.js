// Texts from src/docs/written.ts, generated at build time for the packaged command.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const compiled = (path) => import(pathToFileURL(join('.build/src', path)).href);
const { completionOf, describedReports, helpOf, overviewOf } = await compiled('docs/written.js');
const { shells } = await compiled('options/pages/printed.js');
const { commandPages } = await compiled('options/pages.js');
const { registry } = await compiled('reports/registry.js');

const texts = new Map();
for (const shell of shells) texts.set(`completion-${shell}`, await completionOf(shell));
for (const { name } of [...registry, ...commandPages]) texts.set(`help-${name}`, await helpOf(name));
texts.set('overview', await overviewOf());
texts.set('described', JSON.stringify(await describedReports()));

const { notes } = await compiled('glossary/counters/notes.js');

/** As JSON, because parsing it takes less than half the time of making them. */
const writtenNotes = `export const notes = JSON.parse(${JSON.stringify(JSON.stringify(notes))});`;

/** Each text is a separate chunk. */
const load = (name) => `(await import(${JSON.stringify(`written:${name}`)})).text`;
const choice = (names) =>
  `{ ${names.map(([word, name]) => `${JSON.stringify(word)}: async () => ${load(name)}`).join(', ')} }`;

const helps = [
  ...registry.flatMap(({ name, aliases }) => [name, ...aliases].map((word) => [word, `help-${name}`])),
  ...commandPages.map(({ name }) => [name, `help-${name}`]),
];

const written = `
const scripts = ${choice(shells.map((shell) => [shell, `completion-${shell}`]))};
const helps = ${choice(helps)};
export const completionOf = (shell) => scripts[shell]();
export const helpOf = async (command) => (Object.hasOwn(helps, command) ? helps[command]() : null);
export const overviewOf = async () => ${load('overview')};
export const describedReports = async () => JSON.parse(${load('described')});
`;

/** Replaces the modules that generate these with the results. */
export const withWrittenTexts = {
  name: 'written',
  resolveId: (id) => (id.startsWith('written:') ? { id } : null),
  load(id) {
    if (id.endsWith('src/docs/written.ts')) return written;
    if (id.endsWith('src/glossary/counters/notes.ts')) return writtenNotes;
    return id.startsWith('written:')
      ? `export const text = ${JSON.stringify(texts.get(id.slice('written:'.length)))};`
      : null;
  },
};
