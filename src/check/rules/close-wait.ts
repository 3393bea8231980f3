import { tcp } from '../evidence/sockets.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';
import { byProcesses, counted } from '../words.ts';
import { grouped } from './grouped.ts';

const leaked = rowsOf(
  tcp,
  ['inode', 'localPort', 'recvQueue', 'processes'],
  'state = CLOSE_WAIT and inode != 0',
);

/** An idle connection shows 1, for the FIN received. */
const isUnread = ({ recvQueue }: { readonly recvQueue: number | null }): boolean => (recvQueue ?? 0) > 1;

export const closeWait: Rule = {
  id: 'close-wait',
  summary: 'A program does not close connections closed by the other end',
  evidence: 'CLOSE_WAIT with the same inode in both samples, by process and local port',
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
    const byProcess = grouped(stayed, ({ processes }) => processes?.map(({ pid }) => pid));
    const [worst = []] = byProcess;
    const evidence = grouped(stayed, ({ processes, localPort }) => [
      processes?.map(({ pid }) => pid),
      localPort,
    ]).map((rows) => ({
      localPort: rows[0]!.localPort,
      connections: rows.length,
      unread: rows.filter(isUnread).length,
      processes: rows[0]!.processes,
    }));
    return {
      value: worst.length,
      message:
        worst.length === 0
          ? 'no connection stayed in CLOSE_WAIT'
          : `${counted(worst.length, 'connection')} held in CLOSE_WAIT${byProcesses(worst[0]!.processes?.slice(0, 1))}`,
      evidence,
    };
  },
};
