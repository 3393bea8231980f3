import type { Report } from '../core/report.ts';
import { apiPage } from './api.ts';
import type { ReadModule } from './exported.ts';
import { manualPages } from './man.ts';
import type { Edition } from './man-parts.ts';
import { columnsPage, withRuleTable } from './markdown-tables.ts';
import { metaSchema, reportSchema, schemaText } from './schema.ts';

/** Handwritten files with generated parts. */
type Sources = {
  readonly changelog: string;
  readonly ci: string;
  readonly manifest: string;
  /** Declarations of the library's modules. */
  readonly declarations: ReadModule;
};

/** Reports, each followed by the variants its options show instead. */
export const withVariants = (reports: readonly Report[]): readonly Report[] =>
  reports.flatMap((report) => [report, ...Object.values(report.variants ?? {})]);

type Files = ReadonlyMap<string, string>;

/** The package version and the latest date in the changelog (not the clock, so that pages are reproducible). */
export const editionOf = ({ changelog, manifest }: Pick<Sources, 'changelog' | 'manifest'>): Edition => {
  const { version } = JSON.parse(manifest) as { version: string };
  const date = /\b\d{4}-\d{2}-\d{2}\b/.exec(changelog)?.[0];
  if (date === undefined) throw new Error('CHANGELOG.md contains no date');
  return { version, date };
};

/** The manifest lists every manual page the package installs. */
const withManualPages = (manifest: string, pages: Files): string => {
  const names = [...pages.keys()].toSorted().map((name) => `    "./man/${name}"`);
  return manifest.replace(/"man": \[[^\]]*\]/, `"man": [\n${names.join(',\n')}\n  ]`);
};

/** The version as code, so that neither the executable nor the library needs the manifest. */
const versionModule = (manifest: string): string =>
  `// Generated from package.json by "npm run docs".\nexport const version = '${(JSON.parse(manifest) as { version: string }).version}';\n`;

/** Committed files by path: manual, columns, library, rules, version, list of pages in the manifest. */
export const committedFiles = (reports: readonly Report[], sources: Sources): Files => {
  const pages = manualPages(reports, editionOf(sources));
  return new Map([
    ...[...pages].map(([name, text]) => [`man/${name}`, text] as const),
    ['src/docs/COLUMNS.md', columnsPage(reports)],
    ['src/docs/API.md', apiPage(sources.declarations)],
    ['src/docs/CI.md', withRuleTable(sources.ci)],
    ['src/metrics/version.ts', versionModule(sources.manifest)],
    ['package.json', withManualPages(sources.manifest, pages)],
  ]);
};

/** Files that are only in the package: the JSON Schemas. */
export const packagedFiles = (reports: readonly Report[]): Files =>
  new Map(
    withVariants(reports).flatMap((report) => [
      [`dist/schema/${report.name}.json`, schemaText(reportSchema(report))] as const,
      [`dist/schema/${report.name}.meta.json`, schemaText(metaSchema(report))] as const,
    ]),
  );
