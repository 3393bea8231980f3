#!/usr/bin/env bash
# Packs procnet, installs the tarball into an empty folder and runs command and library on every supported Node.js version,
# from the npm package `node`; then on one that is too old.
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
echo "node 18: refused with a message (fault 91)"
