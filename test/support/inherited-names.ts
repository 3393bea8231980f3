import assert from 'node:assert/strict';

/** Names inherited by every object. */
export const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length', 'name'];
const before = Object.getOwnPropertyNames(Object.prototype).join();

/** Fails if the shared prototype was modified. */
export const assertUnpolluted = (): void => {
  assert.equal(
    Object.getOwnPropertyNames(Object.prototype).join(),
    before,
    'Object.prototype has been written to',
  );
};
