import { Added, statsNamed } from '../counters.ts';
import { hostWide, whyNotHostWide } from '../host-wide.ts';
import { counted } from '../phrases.ts';
import { above, type Rule } from '../rule.ts';

const [dropped, squeezed] = ['softnet_stat:dropped', 'softnet_stat:time_squeeze'] as const;
const backlog = statsNamed(dropped, squeezed);

export const softnet: Rule = {
  id: 'softnet',
  summary: 'A CPU drops packets because its backlog is full',
  evidence: 'softnet_stat dropped; time_squeeze is only informative',
  scope: 'host',
  unit: 'packets/s',
  warn: above(0),
  critical: above(10),
  source: 'netdata; warning: own',
  advice: 'Raise net.core.netdev_max_backlog, or spread the load over CPUs (RPS).',
  readings: [hostWide, backlog],
  rows: null,
  needsTwo: true,
  judge(now) {
    const skip = whyNotHostWide(now);
    if (skip !== null) return { skip };
    const added = new Added(now, backlog);
    const [count, value] = [added.delta(dropped), added.perSecond(dropped)];
    if (count === null || value === null) return { unknown: added.whyUnknown(dropped) };
    const busy = added.delta(squeezed) ?? 0;
    const apart = busy > 0 ? `; a processor ran out of its budget ${counted(busy, 'time')}` : '';
    return { value, message: `${counted(count, 'packet')} dropped because of a full backlog${apart}` };
  },
};
