import { Added, countersNamed } from '../counters.ts';
import { counted } from '../phrases.ts';
import { above, type Rule } from '../rule.ts';

const [cookies, drops] = ['TcpExtTCPReqQFullDoCookies', 'TcpExtTCPReqQFullDrop'] as const;
const full = countersNamed(cookies, drops);

export const synQueue: Rule = {
  id: 'syn-queue',
  summary: 'The queue of half-open connections is full',
  evidence: 'TcpExtTCPReqQFullDoCookies, TcpExtTCPReqQFullDrop',
  scope: 'netns',
  unit: 'SYNs/s',
  warn: above(0),
  critical: null,
  orElse: { critical: 'any drop' },
  source: 'PCP, netdata',
  advice:
    'Caused by a SYN flood, a load test, or net.ipv4.tcp_max_syn_backlog being too small. With SYN cookies, connections beyond the queue still succeed; without them, SYNs are dropped.',
  readings: [full],
  rows: null,
  needsTwo: true,
  judge(now) {
    const added = new Added(now, full);
    const [answered, dropped] = [added.delta(cookies) ?? 0, added.delta(drops) ?? 0];
    const value = added.perSecond(cookies, drops);
    if (value === null) return { unknown: added.whyUnknown(cookies, drops) };
    return {
      value,
      message:
        value === 0
          ? 'the SYN queue was never full'
          : `the SYN queue was full: ${counted(answered, 'SYN')} answered with cookies, ${dropped} dropped`,
      atLeast: dropped > 0 ? 'critical' : null,
    };
  },
};
