import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm';
import { junit } from '../../../src/check/formats/junit.ts';
import { finding, layout, mixed, unsafe } from '../finding.ts';

const schema = XsdValidator.fromDoc(
  XmlDocument.fromString(readFileSync('test/check/formats/junit.xsd', 'utf8')),
);

/** libxml2 rejects malformed XML, and anything that the schema does not allow. */
const read = (text: string): XmlDocument => {
  const document = XmlDocument.fromBuffer(Buffer.from(text));
  schema.validate(document);
  return document;
};

const all = (document: XmlDocument, path: string): XmlElement[] => document.find(path) as XmlElement[];

test('fault 60: escapes, NULs and markup in names leave the XML well-formed and valid', () => {
  const text = junit(mixed, layout);
  assert.doesNotMatch(text, unsafe);
  const names = all(read(text), '//testcase').map((each) => each.attr('name')!.value);
  assert.equal(names.length, mixed.length);
  assert.match(names[3]!, /^a'b="c\|d\n?.*::error::x/s);
});

test('a finding is a failure, an unknown result an error, and the message appears in both places', () => {
  const document = read(junit(mixed, layout));
  const suite = all(document, '/testsuites/testsuite')[0]!;
  assert.deepEqual(
    ['tests', 'failures', 'errors', 'skipped'].map((name) => suite.attr(name)!.value),
    ['5', '1', '1', '1'],
  );
  for (const [element, name] of [
    ['failure', 'udp-errors'],
    ['skipped', 'orphans'],
  ] as const) {
    const found = all(document, `//testcase[@name="${name}"]/${element}`)[0]!;
    const message = found.attr('message')!.value;
    assert.ok(message.length > 0 && found.content.startsWith(message), element);
  }
  assert.equal(all(document, '//testcase/error').length, 1);
  assert.match(all(document, '//testcase[@name="exposed"]/system-out')[0]!.content, /^warn: open\nBind it\./);
});

test('warnings fail on request; nothing fails with never', () => {
  const failures = (failOn: 'warning' | 'never'): number =>
    all(read(junit(mixed, { ...layout, failOn })), '//failure').length;
  assert.deepEqual([failures('warning'), failures('never')], [2, 0]);
});

test('names are unique even if a container has several network namespaces', () => {
  const container = 'f'.repeat(64);
  const names = ['f'.repeat(12), '4711', 'pod/web'].map((netns) => finding({ netns, container }));
  assert.deepEqual(
    all(read(junit(names, layout)), '//testcase').map((each) => each.attr('name')!.value),
    ['', ' (4711)', ' (pod/web)'].map((end) => `close-wait in ffffffffffff${end}`),
  );
});

test('the schema rejects invalid reports', () => {
  const twice = junit([finding(), finding()], layout);
  assert.throws(() => read(twice), /cases|unique/i);
  assert.throws(() => read(junit([finding()], layout).replace(' name="close-wait"', '')), /name/);
});
