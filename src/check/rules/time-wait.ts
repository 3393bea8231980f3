import { Added, countersNamed } from '../counters.ts';
import { socketUse } from '../evidence/socket-use.ts';
import { counted, shareText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

const overflow = 'TcpExtTCPTimeWaitOverflow';
const overflows = countersNamed(overflow);
const use = rowsOf(socketUse, ['tw', 'twMax'], 'protocol = TCP and family = ipv4');

export const timeWait: Rule = {
  id: 'time-wait',
  summary: 'The number of TIME_WAIT connections is close to its limit',
  evidence: 'sockstat tw relative to tcp_max_tw_buckets; TcpExtTCPTimeWaitOverflow',
  scope: 'netns',
  unit: '%',
  warn: from(80),
  critical: from(95),
  orElse: { critical: 'any overflow' },
  source: 'own',
  advice:
    'TIME_WAIT itself is normal. Keep connections alive or pool them, let clients close first, or raise net.ipv4.tcp_max_tw_buckets.',
  readings: [use, overflows],
  rows: null,
  judge(now) {
    const [row] = now.of(use).rows;
    if (row?.tw == null) return { unknown: 'sockstat does not list tw' };
    const missed = new Added(now, overflows).delta(overflow) ?? 0;
    const lost = missed > 0 ? `; ${counted(missed, 'connection')} closed without TIME_WAIT` : '';
    if (!row.twMax && missed === 0) return { skip: 'net.ipv4.tcp_max_tw_buckets cannot be read from here' };
    const value = row.twMax ? (row.tw / row.twMax) * 100 : null;
    return {
      value,
      message: `${row.tw} of ${row.twMax ?? '?'} TIME_WAIT connections${shareText(value)}${lost}`,
      evidence: [row],
      atLeast: missed > 0 ? 'critical' : null,
    };
  },
};
