const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** Pseudo-random numbers, the same in each run. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** A table with this many rows: addresses with zeros in every place, ports of every length, states that no kernel has. */
export const socketTable = (rows: number, words: 1 | 4, seed: number): string => {
  const next = numbers(seed);
  const word = (): string =>
    ['00000000', '0100007F', '0000FFFF', hex(next(2 ** 32), 8), '0000A0FE'][next(5)]!;
  const address = (): string =>
    next(8) === 0 ? '0'.repeat(words * 8) : Array.from({ length: words }, word).join('');
  const mapped = (): string => `0000000000000000FFFF0000${hex(next(2 ** 32), 8)}`;
  const end = (): string =>
    `${words === 4 && next(4) === 0 ? mapped() : address()}:${hex([0, next(10), next(1000), next(65_536)][next(4)]!, 4)}`;
  const queue = (): string => hex([0, 0, next(100), next(2 ** 32)][next(4)]!, 8);
  let text = header;
  for (let at = 0; at < rows; at++)
    text += `${String(at).padStart(4)}: ${end()} ${end()} ${hex(next(16), 2)} ${queue()}:${queue()} 00:00000000 00000000  1000        0 ${at} 1 0000000000000000 20 4 30 10 -1\n`;
  return text;
};
