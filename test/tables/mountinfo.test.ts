import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { namespaceMounts } from '../../src/tables/mountinfo.ts';

const mountsIn = (text: string) => namespaceMounts(Buffer.from(text, 'latin1'));

test('network namespaces only, with their paths unescaped', () => {
  const text = [
    '23 27 0:22 / /sys rw,relatime shared:7 - sysfs sysfs rw',
    '43 42 0:4 net:[4026532245] /run/netns/blue rw shared:2 - nsfs nsfs rw',
    '44 42 0:4 net:[4026532246] /run/netns/a\\040b\\134c\\012d rw - nsfs nsfs rw',
    '45 42 0:4 mnt:[4026532247] /run/snapd/ns/lxd.mnt rw - nsfs nsfs rw',
    '46 42 0:4 net:[4026532248] /run/docker/netns/default rw,nosuid shared:2 master:3 propagate_from:4 - nsfs nsfs rw',
    '47 42 0:4 net:[1] /tmp/fake rw - tmpfs nsfs rw',
  ].join('\n');
  assert.deepEqual(mountsIn(text), [
    { inode: 4026532245, path: '/run/netns/blue' },
    { inode: 4026532246, path: '/run/netns/a b\\c\nd' },
    { inode: 4026532248, path: '/run/docker/netns/default' },
  ]);
});

test('any bytes give mounts or nothing', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => Array.isArray(namespaceMounts(bytes))));
  assert.doesNotThrow(() => namespaceMounts(readFileSync('/proc/self/mountinfo')));
});
