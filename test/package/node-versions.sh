#!/usr/bin/env bash
# Packs procnet, installs the tarball into an empty folder and runs command and library on every supported Node.js, from
# the npm package `node`; then on one that is too old, on a read-only file system and as a user that nobody knows.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
npm pack --silent --ignore-scripts --pack-destination "$folder" >/dev/null
tarball=$(ls "$folder"/procnet-*.tgz)
cd "$folder"
echo '{"private":true,"type":"module"}' >package.json
npm install --silent --no-audit --no-fund "$tarball"
cat >library.js <<'JS'
import { conns, ifstat } from 'procnet';
if (![...ifstat()].some(({ interface: name }) => name === 'lo')) throw new Error('no lo');
for (const { state } of conns({ state: ['LISTEN'] })) if (state !== 'LISTEN') throw new Error(state);
JS

on() {
  npx --yes --package "node@$1" -- node "${@:2}"
}

for version in 20 22 24 26; do
  on "$version" node_modules/procnet/bin/procnet.js conns --json | jq -e 'type == "array"' >/dev/null
  on "$version" library.js
  echo "node $version: $(on "$version" node_modules/procnet/bin/procnet.js --version)"
done

if message=$(on 18 node_modules/procnet/bin/procnet.js conns 2>&1); then exit 1; fi
grep -q 'needs Node.js 20.19 or later' <<<"$message"
echo "node 18: told what it needs (fault 91)"

node=$(command -v node)
if [ "$(id -u)" = 0 ]; then
  unshare --mount bash -c "mount --bind '$folder' '$folder' && mount -o remount,bind,ro '$folder' &&
    env -i PATH='$PATH' setpriv --reuid 54321 --regid 54321 --clear-groups '$node' '$folder/node_modules/procnet/bin/procnet.js' conns --json" |
    jq -e 'type == "array"' >/dev/null
  echo "read-only, without HOME, as a user without a name: works (fault 92)"
fi
