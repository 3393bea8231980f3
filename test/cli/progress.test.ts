import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { Host } from '../../src/cli/host.ts';
import { ProgressLine, watched } from '../../src/cli/progress.ts';
import { live, withNamespace } from '../live/support.ts';
import { procnet, withTree } from './black-box.ts';
import { onTerminal } from './pseudo-terminal.ts';

type Watching = { readonly host: Host; readonly written: string[] };

const watching = (isTerminal: boolean): Watching => {
  const written: string[] = [];
  const host = {
    stderr: { isTerminal, width: 40 },
    write: (bytes: Uint8Array) => written.push(String(bytes)),
    warn: (text: string) => written.push(text),
  } as unknown as Host;
  return { host, written };
};

const progress = (done: number) => ({ what: 'processes', done, total: 120 });

describe('the progress line', () => {
  it('appears after a second, is redrawn at most ten times a second, and fits the terminal', () => {
    const { host, written } = watching(true);
    let time = 0;
    const line = new ProgressLine(host, () => time);
    for (const [at, done] of [
      [0, 1],
      [999, 2],
      [1000, 30],
      [1050, 40],
      [1100, 101],
    ] as const) {
      time = at;
      line.report(progress(done));
    }
    assert.deepEqual(written, ['\rprocnet: 30 of 120 processes', '\rprocnet: 101 of 120 processes']);
    time = 5000;
    line.report({ ...progress(1), what: 'x'.repeat(100) });
    assert.equal(written.at(-1)!.length, 40);
    line.clear();
    assert.equal(written.at(-1), `\r${' '.repeat(39)}\r`);
  });

  it('is erased before other output', () => {
    const { host, written } = watching(true);
    const { host: other, end } = watched(host, () => 0);
    other.write(Buffer.from('rows'));
    end();
    assert.deepEqual(written, ['rows'], 'nothing to clear');
    let time = 0;
    const later = watched(host, () => time);
    time = 2000;
    later.onProgress!(progress(7));
    later.host.warn('a warning\n');
    later.end();
    assert.deepEqual(written.slice(2), [`\r${' '.repeat(27)}\r`, 'a warning\n']);
  });

  it('appears again only after another second', () => {
    const { host, written } = watching(true);
    let time = 0;
    const { onProgress, end } = watched(host, () => time);
    time = 2000;
    end();
    for (const at of [2999, 3000]) {
      time = at;
      onProgress!(progress(at));
    }
    assert.deepEqual(written, ['\rprocnet: 3000 of 120 processes']);
  });

  it('is for terminals only', () => {
    assert.equal(watched(watching(false).host).onProgress, null);
  });
});

/** Half a second passes at each look at the clock. */
const fastClock =
  'const now = performance.now.bind(performance); let more = 0; performance.now = () => now() + (more += 500);';

const isExecutable = process.env['PROCNET_BIN'] !== undefined;

/** Runs `use` while there are this many network namespaces more. */
const withNamespaces = (count: number, use: () => Promise<void>): Promise<void> =>
  count === 0 ? use() : withNamespace(() => withNamespaces(count - 1, use));

/** `DIRECTORY` is the temporary one, which has a snapshot of this machine. */
for (const line of [
  'conns -tlp',
  'sockstat --all-netns',
  'conns -tlp --interval 1 --count 1',
  'check --all-netns',
  'wait listen :1 --timeout 0',
  'metrics --all-netns',
  'metrics --all-netns -o DIRECTORY/procnet.prom',
  'diff DIRECTORY/one.tgz --report conns --columns +process',
])
  test(
    `a slow ${line} shows its progress, then erases it`,
    { ...live('python3'), ...(isExecutable ? { skip: 'has no NODE_OPTIONS' } : {}) },
    () =>
      withNamespaces(4, () =>
        withTree({ 'clock.cjs': fastClock }, (directory) => {
          const env = { NODE_OPTIONS: `--require ${directory}/clock.cjs` };
          const args = line.replace('DIRECTORY', directory).split(' ');
          if (args[0] === 'diff') assert.equal(procnet(['snapshot', '-o', `${directory}/one.tgz`]).code, 0);
          const { shown, status } = onTerminal(args, {}, env);
          assert.ok([0, 1, 3].includes(status), String(status));
          assert.match(
            shown[0]!,
            /^(?:\rprocnet: \d+ of \d+ (?:processes|network namespaces) *)+\r +\r/,
            shown[0]!.slice(0, 400),
          );
          assert.doesNotMatch(shown[0]!.replace(/^[\s\S]*\r +\r/, ''), /procnet: \d+ of/);
          assert.doesNotMatch(procnet(args, env).stderr, / of \d+ /, 'never in a pipe');
        }),
      ),
  );
