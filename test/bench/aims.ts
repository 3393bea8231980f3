/** What is measured together, in one place. */
export type Group = 'start' | 'rows' | 'kinds' | 'owners' | 'copies';

/** A ratio of ours to theirs (another program, or another procnet command), and its maximum. */
export type Aim = {
  readonly ours: string;
  readonly theirs: string;
  readonly node20: number;
  readonly newer: number;
};

const aim = (ours: string, theirs: string, node20: number, newer = node20): Aim => ({
  ours,
  theirs,
  node20,
  newer,
});

export const bare = 'node -e 0';
export const floor = 'floor.cjs';
const list = 'conns -tan --plain';
const listeners = 'conns -tln --plain';
const count = 'conns -t --count-by state';
const pipeline = 'awk, sort, uniq -c';

export const aims: Readonly<Record<Exclude<Group, 'copies'>, readonly Aim[]>> = {
  start: [
    aim('sockstat --plain', bare, 1.22, 1.15),
    aim('ifstat --plain', bare, 1.22, 1.15),
    aim('arp --plain', bare, 1.22, 1.15),
    aim(listeners, bare, 1.35, 1.3),
    aim('completion bash', bare, 1.3),
    aim('explain TIME_WAIT', bare, 1.3),
    aim('conns --help', bare, 1.3),
  ],
  rows: [
    aim(list, floor, 1.2),
    aim(list, 'ss -tan', 1.35, 1.2),
    aim(list, 'netstat -tan', 1.15, 1.0),
    aim(listeners, 'netstat -tln', 0.45),
    aim('conns -tan --csv', list, 1.08),
    aim('conns -tan --json', list, 1.08),
    aim('conns -tan --ndjson', list, 1.08),
    aim(count, pipeline, 1.9, 1.6),
    aim("conns -t --where 'dport = :443'", count, 1.1),
  ],
  kinds: [
    aim('conns -t -6', 'conns -t -4', 1.3),
    aim('conns -t -4 -e -o -i', 'conns -t -4', 1.3),
    aim('conns -u', 'conns -t -4', 1.3),
    aim('conns -x', 'conns -t -4', 1.3),
  ],
  owners: [aim('conns -tanp --plain', 'ss -tanp', 0.22), aim('conns -tanp --plain', 'lsof -nP -iTCP', 0.55)],
};

/** Other programs, as started in the namespace. Those not installed are left out. */
export const peers: Readonly<Record<string, readonly string[]>> = {
  'ss -tan': ['ss', '-tan'],
  'netstat -tan': ['netstat', '-tan'],
  'netstat -tln': ['netstat', '-tln'],
  'cat tcp tcp6': ['cat', '/proc/net/tcp', '/proc/net/tcp6'],
  [pipeline]: ['sh', '-c', "awk 'NR>1{print $4}' /proc/net/tcp | sort | uniq -c"],
  'ss -tanp': ['ss', '-tanp'],
  'lsof -nP -iTCP': ['lsof', '-nP', '-iTCP'],
};

/** Minimum rows per second, in millions; maximum MiB above bare Node.js. */
export const copyAims = { node20: 1.6, newer: 2, memory: 60 } as const;
