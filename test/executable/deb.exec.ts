import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { before, test } from 'node:test';
import { hang, needs } from '../support/needs.ts';

const isDebian = needs('dpkg-deb').skip === false;
let file = '';

before(() => {
  if (!isDebian) return;
  const argv = ['src/build/deb.js'];
  file = execFileSync(process.execPath, argv, { encoding: 'utf8', timeout: hang }).split(' ')[0]!;
});

const run = (program: string, ...argv: readonly string[]) => {
  const { status, stdout, stderr, error } = spawnSync(program, argv, { encoding: 'utf8', timeout: hang });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
};

test('every file is where Debian expects it, and owned by root', needs('dpkg-deb'), () => {
  const lines = run('dpkg-deb', '-c', file).stdout.trimEnd().split('\n');
  for (const line of lines) assert.match(line, /^(?:drwxr-xr-x|-rw[-x]r-[-x]r-[-x]) root\/root /);
  const found = lines.map((line) => line.split(' ').at(-1)!).filter((path) => !path.endsWith('/'));
  const examples = readdirSync('src/deploy', { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(`src/deploy/${name}`).isFile())
    .map((name) => `./usr/share/doc/procnet/examples/${name}`);
  const pages = readdirSync('man').map((name) => `./usr/share/man/man1/${name}.gz`);
  const rest = [
    './usr/bin/procnet',
    './usr/share/bash-completion/completions/procnet',
    './usr/share/doc/procnet/changelog.Debian.gz',
    './usr/share/doc/procnet/changelog.gz',
    './usr/share/doc/procnet/copyright',
    './usr/share/fish/vendor_completions.d/procnet.fish',
    './usr/share/lintian/overrides/procnet',
    './usr/share/zsh/vendor-completions/_procnet',
  ];
  assert.deepEqual(found.toSorted(), [...examples, ...pages, ...rest].toSorted());
});

test('lintian has no errors and no warnings', needs('lintian'), () => {
  const { status, stdout } = run('lintian', '--tag-display-limit', '0', file);
  assert.deepEqual([status, stdout.match(/^[EW]: .*$/gm) ?? []], [0, []]);
});

/** A copy of this machine that only its commands see: writes go to memory. */
const throwaway = (lines: string): ReturnType<typeof run> =>
  run(
    'unshare',
    '--mount',
    'sh',
    '-ec',
    `mount -t tmpfs none /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay none -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
mount --rbind /proc /mnt/root/proc
mount --rbind /dev /mnt/root/dev
cp "$0" /mnt/root/tmp/procnet.deb
exec chroot /mnt/root sh -ec "$1"`,
    file,
    lines,
  );

const shells = `
bash --norc -c '. /usr/share/bash-completion/bash_completion; _completion_loader procnet; complete -p procnet'
zsh -fc 'autoload -U compinit; compinit -uD; echo zsh: $_comps[procnet]'
HOME=/tmp fish -c 'complete -C "procnet sock"'`;

test(
  'it runs when installed, with manual pages and completions, and is removed without a trace',
  needs('root', 'unshare', 'chroot', 'dpkg', 'man', 'bash', 'zsh', 'fish', '/usr/share/bash-completion'),
  () => {
    const { status, stdout, stderr } = throwaway(`exec 2>&1
dpkg --install /tmp/procnet.deb >/dev/null
dpkg --verify procnet
procnet --version
procnet sockstat --plain | head -n 1
man -w procnet procnet-conns ${shells}
dpkg --remove procnet >/dev/null
find /usr /etc /var/lib /opt -xdev -name '*procnet*' ! -path '*/var/lib/dpkg/*' -print
test ! -e /usr/bin/procnet`);
    assert.deepEqual([status, stderr], [0, ''], stdout);
    assert.match(
      stdout,
      new RegExp(
        [
          '^procnet \\d+\\.\\d+\\.\\d+',
          'family.*',
          '/usr/share/man/man1/procnet\\.1\\.gz',
          '/usr/share/man/man1/procnet-conns\\.1\\.gz',
          'complete -F _procnet procnet',
          'zsh: _procnet',
          'sockstat\\t.*',
          '$',
        ].join('\n'),
      ),
    );
  },
);
