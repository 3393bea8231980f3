import assert from 'node:assert/strict';
import type { Namespace } from './support.ts';

/** The kernel adds an IPv6 address's routes some time after the address, and looks for duplicates of it for a second or two. */
export const settle = async (namespace: Namespace): Promise<void> => {
  let before = '';
  for (;;) {
    const now =
      namespace.exec('ip', '-6', 'address') + namespace.exec('ip', '-6', 'route', 'show', 'table', 'all');
    if (now === before && !/tentative/.test(now)) return;
    before = now;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Reads ours between two equal readings of another program's, so that nothing changed in between. */
export const atRest = <Theirs, Ours>(theirs: () => Theirs, ours: () => Ours): readonly [Theirs, Ours] => {
  for (let tries = 0; tries < 100; tries++) {
    const before = theirs();
    const found = ours();
    if (JSON.stringify(before) === JSON.stringify(theirs())) return [before, found];
  }
  return assert.fail('never at rest');
};
