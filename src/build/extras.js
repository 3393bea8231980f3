// Files shipped with the executable: manual pages, completions and licences.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

export const put = (path, content, mode = 0o644) => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(path, content, { mode });
};

/** Without the name and the time that gzip would add. */
export const compressed = (content) => gzipSync(content, { level: 9 });

export const manualPages = () =>
  readdirSync('man').map((name) => ({ name, text: readFileSync(`man/${name}`) }));

export const completionFor = (shell) =>
  execFileSync(process.execPath, ['bin/procnet.js', 'completion', shell]);
