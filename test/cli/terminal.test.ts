import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../support/needs.ts';
import { onTerminal, type Size } from './pseudo-terminal.ts';

const needed = needs('python3');
const tree = ['--proc', 'test/fixtures/captures/A'];
const sampling = ['snmp', '-z', ...tree, '--interval', '0.1'];

const [sigint, sigterm] = [2, 15];

test('fault 74: a signal ends it before the next sample, and restores cursor and colours', needed, () => {
  const endings: readonly (readonly [ending: { keys?: string[]; kill?: number }, signal: number])[] = [
    [{ keys: ['\x03'] }, sigint],
    [{ keys: ['\x03', '\x03'] }, sigint],
    [{ kill: sigterm }, sigterm],
  ];
  for (const [ending, signal] of endings) {
    const hourly = ['snmp', '-z', ...tree, '--interval', '3600'];
    const { shown, rest, status } = onTerminal(hourly, { frames: 0, ...ending });
    assert.equal(
      status,
      -signal,
      'killed by the signal itself, which a shell reports as 128 plus its number',
    );
    if (ending.keys?.length !== 2)
      assert.match(shown[0]! + rest, /\x1b\[0m[^\x1b]*$/, 'no colour is left on');
    assert.doesNotMatch(shown[0]! + rest, /\x1b\[\?|procnet:/, 'no terminal mode was changed');
  }
});

test('each sample is drawn over the previous one, and colours are reset', needed, () => {
  const { shown, status } = onTerminal(['ifstat', ...tree, '--interval', '0.1', '--count', '3']);
  assert.equal(status, 0);
  assert.equal(shown[0]!.split('\x1b[H\x1b[J').length, 4);
  assert.ok(shown[0]!.endsWith('\x1b[0m'));
});

test('a terminal without escape sequences gets one sample below the other', needed, () => {
  const twice = ['ifstat', ...tree, '--interval', '0.1', '--count', '2'];
  const { shown } = onTerminal(twice, { sizes: [[24, 200]] }, { TERM: 'dumb' });
  assert.ok(!shown[0]!.includes('\x1b'));
  assert.equal(shown[0]!.match(/rxBytes\/s/g)!.length, 2);
});

test('a repeated table draws each row’s rates, in ASCII if the locale requires it', needed, () => {
  const thrice = ['--interval', '0.1', '--count', '3', ...tree];
  for (const [locale, bars] of [
    ['C.UTF-8', '▁▁'],
    ['C', '__'],
  ] as const)
    for (const report of ['ifstat', 'snmp', 'stat']) {
      const args = [report, ...(report === 'ifstat' ? [] : ['-z']), ...thrice];
      const { shown } = onTerminal(args, { sizes: [[100, 80]] }, { LC_ALL: locale });
      const last = shown[0]!.split('\x1b[J').at(-1)!;
      assert.match(last, /mtrend\x1b/, report);
      assert.ok(last.includes(` ${bars}`), last);
      assert.equal(
        heightOfFrame(`${shown[0]!}\x1b[H\x1b[J`, 80),
        last.split('\r\n').length - 1,
        'no row wraps',
      );
    }
});

/** Rows of the last whole frame in a window with this many columns. */
const heightOfFrame = (received: string, columns: number): number => {
  const frames = received.split('\x1b[H\x1b[J').slice(1, -1);
  const lines = frames
    .at(-1)!
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\r\n')
    .slice(0, -1);
  return lines.reduce((sum, line) => sum + Math.ceil(line.length / columns), 0);
};

test('fault 76: the window can be resized to any size, and each frame fits', needed, () => {
  const sizes: readonly Size[] = [
    [24, 80],
    [24, 1],
    [1, 1],
    [0, 0],
    [10, 200],
  ];
  const { shown, rest, status } = onTerminal(sampling, { sizes, keys: ['\x03'] });
  assert.equal(status, -sigint, rest);
  assert.ok(heightOfFrame(shown[0]!, 80) < 24);
  assert.match(shown[0]!, /… \d+ more lines/);
  assert.match(shown[1]!, /\x1b\[J… \d+ more lines/, 'not even one line fits');
  assert.ok(heightOfFrame(shown[3]!, 80) > 300, 'with an unknown size, everything is shown');
  assert.equal(heightOfFrame(shown[4]!, 200), 9, 'and one row for the cursor');
});

test('fault 76: an invalid COLUMNS is ignored', needed, () => {
  const once = ['conns', ...tree, '--endian', 'little'];
  const usual = onTerminal(once);
  assert.match(usual.shown[0]!, /\d+ rows/);
  for (const columns of ['0', 'abc', '-1', '1e999', '', '1', '99999999999'])
    assert.deepEqual(onTerminal(once, {}, { COLUMNS: columns }), usual, columns);
});
