import { Added, countersNamed } from '../counters.ts';
import { socketUse } from '../evidence/socket-use.ts';
import { hostWide, whyNotHostWide } from '../host-wide.ts';
import { counted, percentText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

const abort = 'TcpExtTCPAbortOnMemory';
const aborts = countersNamed(abort);
const use = rowsOf(socketUse, ['orphan', 'orphanMax'], 'protocol = TCP and family = ipv4');

export const orphans: Rule = {
  id: 'orphans',
  summary: 'Many TCP sockets without a process still have data to deliver',
  evidence: 'sockstat orphan relative to tcp_max_orphans; TcpExtTCPAbortOnMemory',
  scope: 'host',
  unit: '%',
  warn: from(25),
  critical: from(50),
  orElse: { critical: 'any abort' },
  source: 'netdata; the kernel counts an orphan two to four times',
  advice: 'Peers are slow or gone. See net.ipv4.tcp_orphan_retries and net.ipv4.tcp_max_orphans.',
  readings: [hostWide, use, aborts],
  rows: null,
  judge(now) {
    const skip = whyNotHostWide(now);
    if (skip !== null) return { skip };
    const [row] = now.of(use).rows;
    if (row?.orphan == null || !row.orphanMax)
      return { unknown: 'sockstat or tcp_max_orphans is unavailable' };
    const aborted = new Added(now, aborts).delta(abort) ?? 0;
    const lost = aborted > 0 ? `; ${counted(aborted, 'connection')} aborted for lack of memory` : '';
    const value = (row.orphan / row.orphanMax) * 100;
    return {
      value,
      message: `${row.orphan} of ${row.orphanMax} orphans (${percentText(value)})${lost}`,
      evidence: [row],
      atLeast: aborted > 0 ? 'critical' : null,
    };
  },
};
