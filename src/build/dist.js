// Makes .build/release with all files of a release: npm run dist
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { writeBinary } from './binary.js';
import { targets } from './bun.js';
import { debTargets, writeDeb } from './deb.js';
import { completionFor, manualPages, put } from './extras.js';
import { licences } from './licences.js';
import { sbom } from './sbom.js';
import { sourceDate } from './source-date.js';

const release = '.build/release';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const seconds = sourceDate();

const writeArchive = (target, binary) => {
  const [staging, name] = ['.build/archives', `procnet-${version}-${target}`];
  const root = `${staging}/${name}`;
  rmSync(root, { recursive: true, force: true });
  put(`${root}/LICENSES`, licences());
  copyFileSync(binary, `${root}/procnet`);
  for (const page of manualPages()) put(`${root}/man/man1/${page.name}`, page.text);
  put(`${root}/completions/procnet.bash`, completionFor('bash'));
  put(`${root}/completions/_procnet`, completionFor('zsh'));
  put(`${root}/completions/procnet.fish`, completionFor('fish'));
  const equal = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', `--mtime=@${seconds}`];
  const argv = [...equal, '--mode=u=rwX,go=rX', '--format=ustar', '--use-compress-program=gzip -9n'];
  execFileSync('tar', [...argv, '-cf', `${release}/${name}.tar.gz`, '-C', staging, name]);
};

const writeSums = () => {
  const lines = readdirSync(release)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(`${release}/${name}`))
          .digest('hex')}  ${name}\n`,
    );
  writeFileSync(`${release}/SHA256SUMS`, lines.join(''));
};

rmSync(release, { recursive: true, force: true });
mkdirSync(release, { recursive: true });
for (const target of targets) {
  const binary = writeBinary(target);
  writeArchive(target, binary);
  if (debTargets.includes(target)) writeDeb(target, binary);
}
execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', release], {
  stdio: 'ignore',
});
writeFileSync(`${release}/procnet-${version}.cdx.json`, `${JSON.stringify(sbom(seconds), null, 2)}\n`);
writeSums();
for (const name of readdirSync(release).sort())
  process.stdout.write(`${(statSync(`${release}/${name}`).size / 1e6).toFixed(1).padStart(6)} MB  ${name}\n`);
