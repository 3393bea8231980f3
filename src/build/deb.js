// Makes .build/release/procnet_VERSION-1_ARCHITECTURE.deb: npm run deb [-- --target linux-x64|linux-arm64]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeBinary } from './binary.js';
import { chosenTarget } from './bun.js';
import { completionFor, compressed, manualPages, put } from './extras.js';
import { licences } from './licences.js';
import { sourceDate } from './source-date.js';

const { version, homepage } = JSON.parse(readFileSync('package.json', 'utf8'));
const architectures = { 'linux-x64': 'amd64', 'linux-arm64': 'arm64' };
export const debTargets = Object.keys(architectures);

const revision = `${version}-1`;
const maintainer = 'procnet maintainers <procnet@users.noreply.github.com>';

/** A date as Debian's tools write it: in English and UTC. */
const mailDate = (seconds) => new Date(seconds * 1000).toUTCString().replace('GMT', '+0000');

const changelog = (seconds) => `procnet (${revision}) unstable; urgency=medium

  * Version ${version}: see changelog.gz.

 -- ${maintainer}  ${mailDate(seconds)}
`;

const control = (architecture, kibibytes) => `Package: procnet
Version: ${revision}
Architecture: ${architecture}
Maintainer: ${maintainer}
Installed-Size: ${kibibytes}
Depends: libc6 (>= 2.17)
Section: net
Priority: optional
Homepage: ${homepage.replace('#readme', '')}
Description: network state of the Linux kernel, read from /proc/net
 procnet lists sockets with their processes, interface counters, neighbours,
 routes, addresses, tracked connections and every counter of TCP and IP, for
 any network namespace or container, as tables, JSON, NDJSON or CSV.
 .
 It also waits until a port listens, checks the health of the network, takes
 snapshots, compares them, and exports metrics for Prometheus.
`;

/** The runtime is linked upstream and must not be stripped. The package is not in Debian, so it closes no bug. */
const overrides = `procnet: unstripped-binary-or-object [usr/bin/procnet]
procnet: embedded-library *
procnet: hardening-no-pie [usr/bin/procnet]
procnet: hardening-no-relro [usr/bin/procnet]
procnet: initial-upload-closes-no-bugs [*]
`;

const putDocuments = (root, seconds) => {
  const share = join(root, 'usr/share');
  const documents = join(share, 'doc/procnet');
  for (const { name, text } of manualPages()) put(join(share, 'man/man1', `${name}.gz`), compressed(text));
  put(join(share, 'bash-completion/completions/procnet'), completionFor('bash'));
  put(join(share, 'zsh/vendor-completions/_procnet'), completionFor('zsh'));
  put(join(share, 'fish/vendor_completions.d/procnet.fish'), completionFor('fish'));
  put(join(share, 'lintian/overrides/procnet'), overrides);
  cpSync('src/deploy', join(documents, 'examples'), { recursive: true });
  put(join(documents, 'copyright'), licences());
  put(join(documents, 'changelog.gz'), compressed(readFileSync('CHANGELOG.md')));
  put(join(documents, 'changelog.Debian.gz'), compressed(changelog(seconds)));
};

const filesBelow = (root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const md5sums = (root, files) =>
  files
    .map((path) => `${createHash('md5').update(readFileSync(path)).digest('hex')}  ${relative(root, path)}\n`)
    .join('');

/** The package's path. `binary` is the executable for that target. */
export const writeDeb = (target, binary) => {
  const [architecture, seconds] = [architectures[target], sourceDate()];
  const root = `.build/deb/${architecture}`;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'usr/bin'), { recursive: true, mode: 0o755 });
  copyFileSync(binary, join(root, 'usr/bin/procnet'));
  putDocuments(root, seconds);
  const files = filesBelow(root);
  const kibibytes = files.reduce((sum, path) => sum + Math.ceil(statSync(path).size / 1024), 0);
  put(join(root, 'DEBIAN/md5sums'), md5sums(root, files));
  put(join(root, 'DEBIAN/control'), control(architecture, kibibytes));
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', root]);
  mkdirSync('.build/release', { recursive: true });
  const path = `.build/release/procnet_${revision}_${architecture}.deb`;
  // xz level 1 takes a sixth of the default's time, for an eighth more bytes.
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', root, path], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(seconds), DPKG_DEB_THREADS_MAX: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return path;
};

if (process.argv[1]?.endsWith('/deb.js')) {
  const target = chosenTarget('deb', debTargets);
  const path = writeDeb(target, writeBinary(target));
  process.stdout.write(`${path} ${(statSync(path).size / 1e6).toFixed(0)} MB\n`);
}
