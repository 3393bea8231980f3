/** `conntrack -L -o extended` output, under procnet's column names: an independent second opinion. */
export type Tracked = Readonly<Record<string, string | number | null>>;

const names = [
  { src: 'source', dst: 'destination', sport: 'sourcePort', dport: 'destinationPort' },
  {
    src: 'replySource',
    dst: 'replyDestination',
    sport: 'replySourcePort',
    dport: 'replyDestinationPort',
    packets: 'replyPackets',
    bytes: 'replyBytes',
  },
] as const;

const others: Readonly<Record<string, string>> = {
  packets: 'packets',
  bytes: 'bytes',
  type: 'icmpType',
  code: 'icmpCode',
  id: 'icmpId',
};

const valueIn = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

const parseLine = (line: string): Tracked => {
  const [, family = '', name = '', number = '', rest = ''] = /^(\S+) +\d+ (\S+) +(\d+) (.*)$/.exec(line)!;
  const words = rest.split(' ').filter((word) => word !== '');
  const isTimed = /^\d+$/.test(words[0]!);
  const flags = words.filter((word) => word.startsWith('[')).map((word) => word.slice(1, -1));
  const row: Record<string, string | number | null> = {
    family,
    protocol: name === 'unknown' ? number : name,
    state: words.find((word) => /^[A-Z][A-Z0-9_]*$/.test(word)) ?? null,
    timeout: isTimed ? Number(words[0]) : null,
    status: flags.join(',') || null,
    zone: 0,
  };
  for (const column of [...Object.values(names[0]), ...Object.values(names[1]), ...Object.values(others)])
    row[column] = null;
  let side = -1;
  for (const word of words) {
    const [key = '', value] = word.split('=');
    if (value === undefined) continue;
    if (key === 'src') side++;
    const column =
      (names[side] as Record<string, string>)[key] ?? (side === 0 ? others[key] : undefined) ?? null;
    if (column !== null) row[column] = valueIn(value);
    else if (key === 'mark') row['mark'] = Number(value);
    else if (key.startsWith('zone')) row['zone'] = Number(value);
  }
  return row;
};

export const parseConntrackList = (text: string): readonly Tracked[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLine);

/**
 * Rows in an order that both sides can use, without values that change meanwhile, `use`, which the two count differently,
 * and the columns that `conntrack` does not print.
 */
export const comparable = (rows: readonly Readonly<Record<string, unknown>>[]): string[] =>
  rows
    .map(({ timeout: _, use: __, nat: ___, age: ____, secctx: _____, ...row }) =>
      JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))),
    )
    .sort();
