import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ReadError, UnsupportedError } from '../../src/core/errors.ts';
import { printable } from '../../src/core/text.ts';

it('the message and stack of an error are printable, its path is as it was', () => {
  const path = '/tmp/\x1b[31m\u202e\n';
  for (const error of [
    new ReadError(`cannot read ${path}`, 'ENOENT', path),
    new UnsupportedError(`${path}: unrecognized format`, path),
  ]) {
    assert.ok(error.message.includes('/tmp/\\x1b[31m\\u202e\\x0a'), error.message);
    assert.ok(error.stack?.includes(error.message));
    assert.equal(error.path, path);
  }
});

it('a message that is escaped already is not escaped again', () => {
  const { message } = new ReadError('cannot read a\\\\b\\x1b', 'ENOENT', 'a');
  assert.equal(message, 'cannot read a\\\\b\\x1b');
  assert.equal(printable(message), message);
});
