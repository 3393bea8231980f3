import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hang } from '../support/needs.ts';

/** An enum's members are plain strings and numbers in JSON. */
const asJson = `type Json<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;`;

/**
 * Compiler errors in a document whose type a package declares: misspelled and missing properties, and invalid
 * values. Empty if there are none.
 */
export const typeErrors = (name: string, type: string, module: string, document: unknown): string => {
  mkdirSync('.build/typed', { recursive: true });
  const path = `.build/typed/${name}.ts`;
  writeFileSync(
    path,
    `import type { ${type} } from '${module}';\n${asJson}\nexport const document: Json<${type}> = ${JSON.stringify(document, null, 1)};\n`,
  );
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', 'false', '--skipLibCheck'];
  const modules = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--ignoreConfig'];
  const { stdout, stderr, error } = spawnSync('npx', ['tsc', ...options, ...modules, path], {
    encoding: 'utf8',
    timeout: hang,
  });
  if (error !== undefined) throw error;
  return stdout + stderr;
};
