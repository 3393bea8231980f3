const blank = 0x20;

/** A token's name in the header, and what it must look like. */
export type Token = readonly [name: string, expected: string];
export const tokens = {
  sl: ['sl', 'a number and a colon'],
  local: ['local_address', 'hex address:port'],
  remote: ['rem_address', 'hex address:port'],
  state: ['st', 'two hexadecimal digits'],
  queues: ['tx_queue:rx_queue', 'two hexadecimal numbers of 8 digits'],
  timer: ['tr:tm->when', 'hexadecimal timer:ticks'],
  retransmits: ['retrnsmt', 'a hexadecimal number'],
  uid: ['uid', 'a decimal number'],
  timeout: ['timeout', 'a decimal number'],
  inode: ['inode', 'a decimal number'],
} as const satisfies Record<string, Token>;

export const skipBlanks = (bytes: Uint8Array, start: number): number => {
  let at = start;
  while (bytes[at] === blank) at++;
  return at;
};

export const skipDigits = (bytes: Uint8Array, start: number): number => {
  let at = start;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at;
};

export const tokenEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && bytes[at]! > blank) at++;
  return at;
};
