// The least that listing TCP sockets in JavaScript can cost: bytes to bytes in one thread, nothing checked, one layout, no
// interface, no options. floor.cjs [PROC]
const fs = require('node:fs');

const net = `${process.argv[2] ?? '/proc'}/net`;
const readSize = 1 << 16;
const flushAt = 1 << 16;
const input = Buffer.allocUnsafeSlow(readSize * 2);
const output = Buffer.allocUnsafeSlow(flushAt + 4096);
let length = 0;

const digit = new Uint8Array(256);
for (let value = 0; value < 16; value++) digit['0123456789ABCDEF'.charCodeAt(value)] = value;

/** Three digits of an octet and their number, lowest byte first. */
const octets = Int32Array.from({ length: 256 }, (_, octet) => {
  const [first, second = 0, third = 0] = Buffer.from(String(octet));
  return first | (second << 8) | (third << 16) | (String(octet).length << 24);
});

const states =
  '- ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING NEW_SYN_RECV';
const begins = states.split(' ').map((state) => Buffer.from(`tcp       ipv4    ${state}`.padEnd(31)));

/** A set of 32-bit hashes that never grows: enough for 200,000 rows. */
const mask = (1 << 18) - 1;
const seen = new Int32Array(mask + 1);

const word = (at) => {
  let value = 0;
  for (let i = 0; i < 8; i++) value = (value << 4) | digit[input[at + i]];
  return value >>> 0;
};

const port = (at) =>
  (digit[input[at]] << 12) | (digit[input[at + 1]] << 8) | (digit[input[at + 2]] << 4) | digit[input[at + 3]];

const putNumber = (value) => {
  if (value < 10) {
    output[length++] = 0x30 + value;
    return;
  }
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  let at = length + digits;
  length = at;
  for (let rest = value; digits > 0; digits--) {
    output[--at] = 0x30 + (rest % 10);
    rest = (rest / 10) | 0;
  }
};

const putAddress = (at) => {
  for (let i = 6; i >= 0; i -= 2) {
    const text = octets[(digit[input[at + i]] << 4) | digit[input[at + i + 1]]];
    output[length] = text;
    output[length + 1] = text >> 8;
    output[length + 2] = text >> 16;
    length += text >> 24;
    output[length++] = 0x2e;
  }
  length--;
};

const remember = (local, remote, ports) => {
  let hash = local ^ Math.imul(remote, 0x9e3779b1) ^ ports;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  let at = hash & mask;
  while (seen[at] !== 0 && seen[at] !== hash) at = (at + 1) & mask;
  seen[at] = hash;
};

const row = (start) => {
  let at = start;
  while (input[at] !== 0x3a) at++;
  at += 2;
  const begin = begins[(digit[input[at + 28]] << 4) | digit[input[at + 29]]];
  for (let i = 0; i < begin.length; i++) output[length++] = begin[i];
  putNumber(word(at + 40));
  output[length++] = 0x20;
  putNumber(word(at + 31));
  output[length++] = 0x20;
  putAddress(at);
  output[length++] = 0x3a;
  putNumber(port(at + 9));
  output[length++] = 0x20;
  putAddress(at + 14);
  output[length++] = 0x3a;
  putNumber(port(at + 23));
  output[length++] = 0x0a;
  remember(word(at), word(at + 14), (port(at + 9) << 16) | port(at + 23));
};

const flush = () => {
  for (let at = 0; at < length; ) at += fs.writeSync(1, output, at, length - at);
  length = 0;
};

/** Rows of IPv6 are read and passed over, as there are none where this is measured. */
const list = (file, isShown) => {
  const fd = fs.openSync(`${net}/${file}`, 'r');
  let kept = 0;
  let isHeader = true;
  for (;;) {
    const got = fs.readSync(fd, input, kept, readSize, null);
    if (got === 0) break;
    const end = kept + got;
    let start = isHeader ? input.indexOf(0x0a) + 1 : 0;
    isHeader = false;
    for (;;) {
      const lineEnd = input.indexOf(0x0a, start + 100);
      if (lineEnd < 0 || lineEnd >= end) break;
      if (isShown) row(start);
      start = lineEnd + 1;
      if (length > flushAt) flush();
    }
    kept = end - start;
    if (kept > 0) input.copyWithin(0, start, end);
  }
  fs.closeSync(fd);
};

list('tcp', true);
list('tcp6', false);
flush();
