import type { PlainRow } from '../../query/copy.ts';
import { tcp } from '../evidence/sockets.ts';
import { byProcesses, counted } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';
import { grouped } from './grouped.ts';

const leaked = rowsOf(
  tcp,
  ['inode', 'localPort', 'remoteAddress', 'remotePort', 'recvQueue', 'processes'],
  'state = CLOSE_WAIT and inode != 0',
);

type Leaked = Required<typeof leaked>['row'];

/** The end that leaked connections have in common: a server's port, or a client's destination. */
type End = (row: Leaked) => PlainRow;
const ends: readonly End[] = [
  ({ localPort }) => ({ localPort }),
  ({ remoteAddress, remotePort }) => ({ remoteAddress, remotePort }),
];

type Groups = readonly (readonly Leaked[])[];

const groupsBy = (end: End, rows: readonly Leaked[]): Groups =>
  grouped(rows, (row) => [row.processes?.map(({ pid }) => pid), end(row)]);

const mostOf = ([first]: Groups): number => first?.length ?? 0;

/** An idle connection shows 1, for the FIN received. */
const isUnread = ({ recvQueue }: Leaked): boolean => (recvQueue ?? 0) > 1;

export const closeWait: Rule = {
  id: 'close-wait',
  summary: 'A program does not close connections closed by the other end',
  evidence: 'CLOSE_WAIT with the same inode in both samples, by process and local port or remote endpoint',
  scope: 'netns',
  unit: 'connections',
  warn: from(10),
  critical: from(100),
  source: 'portview; critical: own',
  advice:
    'The program does not call close() after its peer has. Fix it, or restart it before it runs out of descriptors.',
  readings: [leaked],
  rows: leaked,
  needsTwo: true,
  judge(now, before) {
    const earlier = new Set(before?.of(leaked).rows.map(({ inode }) => inode));
    const stayed = now.of(leaked).rows.filter(({ inode }) => earlier.has(inode));
    const [{ end, groups }] = ends
      .map((each) => ({ end: each, groups: groupsBy(each, stayed) }))
      .toSorted((one, other) => mostOf(other.groups) - mostOf(one.groups)) as [{ end: End; groups: Groups }];
    const [worst] = groups;
    return {
      value: mostOf(groups),
      message:
        worst === undefined
          ? 'no connection stayed in CLOSE_WAIT'
          : `${counted(worst.length, 'connection')} held in CLOSE_WAIT${byProcesses(worst[0]!.processes?.slice(0, 1))}`,
      evidence: groups.map((rows) => ({
        ...end(rows[0]!),
        connections: rows.length,
        unread: rows.filter(isUnread).length,
        processes: rows[0]!.processes,
      })),
    };
  },
};
