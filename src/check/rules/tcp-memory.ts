import { socketUse } from '../evidence/socket-use.ts';
import { hostWide, whyNotHostWide } from '../host-wide.ts';
import { percentText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { above, type Rule } from '../rule.ts';

const use = rowsOf(socketUse, ['mem', 'memPressure', 'memHigh'], 'protocol = TCP and family = ipv4');

export const tcpMemory: Rule = {
  id: 'tcp-memory',
  summary: 'TCP is close to its memory limit',
  evidence: 'sockstat mem (pages) relative to tcp_mem',
  scope: 'host',
  unit: '%',
  warn: null,
  critical: above(90),
  orElse: { warn: 'above the pressure threshold' },
  source: 'netdata',
  advice: 'Look for slow readers with full queues (conns --sort -recvQueue), then raise net.ipv4.tcp_mem.',
  readings: [hostWide, use],
  rows: null,
  judge(now) {
    const skip = whyNotHostWide(now);
    if (skip !== null) return { skip };
    const [row] = now.of(use).rows;
    if (row?.mem == null || row.memPressure === null || !row.memHigh)
      return { unknown: 'sockstat or tcp_mem is unavailable' };
    const value = (row.mem / row.memHigh) * 100;
    return {
      value,
      warn: (row.memPressure / row.memHigh) * 100,
      message: `TCP uses ${row.mem} of ${row.memHigh} pages (${percentText(value)})`,
      evidence: [row],
    };
  },
};
