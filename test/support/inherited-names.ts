import assert from 'node:assert/strict';

/** What every object answers to, though nobody gave it to it. */
export const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length', 'name'];
const before = Object.getOwnPropertyNames(Object.prototype).join();

/** Fails if somebody wrote to what all objects share. */
export const assertUnpolluted = (): void => {
  assert.equal(
    Object.getOwnPropertyNames(Object.prototype).join(),
    before,
    'Object.prototype has been written to',
  );
};
