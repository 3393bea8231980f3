/** The code the kernel prints for each state (include/net/tcp_states.h). */
const codes: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '07': 'CLOSE',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
};

const spellings: Readonly<Record<string, readonly string[]>> = {
  ESTAB: ['ESTABLISHED'],
  LISTENING: ['LISTEN'],
  SYNRCV: ['SYN_RECV'],
  SYNRECEIVED: ['SYN_RECV'],
  CLOSED: ['CLOSE'],
  UNCONNECTED: ['UNCONN', 'CLOSE'],
};

const bucket: ReadonlySet<string> = new Set(['SYN_RECV', 'TIME_WAIT']);
const unconnected: ReadonlySet<string> = new Set(['LISTEN', 'CLOSE', 'UNCONN']);

/** Groups of states, as in ss(8). */
const groups: Readonly<Record<string, (state: string) => boolean>> = {
  ALL: () => true,
  CONNECTED: (state) => !unconnected.has(state),
  SYNCHRONIZED: (state) => !unconnected.has(state) && state !== 'SYN_SENT',
  BUCKET: (state) => bucket.has(state),
  BIG: (state) => !bucket.has(state),
};

const plain = (word: string): string => word.toUpperCase().replaceAll(/[-_ ]/g, '');

/**
 * The kernel's code in hex, `0A` or `0x0A`, even if it is unknown, or `UNKNOWN(0x0D)`, as shown in output. Without `0x` it
 * must start with 0, because two letters are a word and two digits a port.
 */
const byCode = (word: string): string | null => {
  const code = /^(?:0X([0-9A-F]{2})|(0[0-9A-F]))$/.exec(word)?.slice(1).find(Boolean);
  if (code !== undefined) return codes[code] ?? `UNKNOWN(0x${code})`;
  const shown = /^UNKNOWN\(0X([0-9A-F]{2})\)$/.exec(word)?.[1];
  return shown === undefined ? null : `UNKNOWN(0x${shown})`;
};

/** What `-l` lists: LISTEN and, for protocols without listeners, unconnected sockets. */
export const isListeningGroup = (word: string, known: readonly string[]): boolean =>
  plain(word) === 'LISTENING' && known.includes('LISTEN') && known.includes('UNCONN');

/**
 * The states a word stands for, among those a column can have. Accepts the kernel's names (case-insensitive, with -, _ or
 * neither), ss's and netstat's spellings, hex codes, and ss's groups. Null for any other word.
 */
export const statesOf = (word: string, known: readonly string[]): readonly string[] | null => {
  const name = plain(word);
  const exact = known.filter((state) => plain(state) === name);
  if (exact.length > 0) return exact;
  if (!known.includes('LISTEN')) return null;
  const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
  if (group !== undefined) return known.filter(group);
  if (Object.hasOwn(spellings, name)) return spellings[name]!;
  const code = byCode(word.toUpperCase());
  return code === null ? null : [code];
};

/** What is accepted for a state column, for messages and completion. */
export const stateWords = (known: readonly string[]): readonly string[] =>
  known.includes('LISTEN')
    ? [...known, ...Object.keys(groups).map((name) => name.toLowerCase()), 'listening']
    : known;
