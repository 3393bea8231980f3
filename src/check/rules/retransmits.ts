import { Added, countersNamed } from '../counters.ts';
import { counted, percentText } from '../phrases.ts';
import { from, type Rule } from '../rule.ts';

const [retransmitted, out, syns] = ['TcpRetransSegs', 'TcpOutSegs', 'TcpExtTCPSynRetrans'] as const;
const segments = countersNamed(retransmitted, out, syns);

/** With fewer segments, the percentage is too noisy. */
const fewest = 1_000;

export const retransmits: Rule = {
  id: 'retransmits',
  summary: 'TCP segments are being lost',
  evidence: 'TcpRetransSegs without TcpExtTCPSynRetrans, relative to TcpOutSegs (at least 1,000)',
  scope: 'netns',
  unit: '%',
  warn: from(1),
  critical: from(5),
  source: 'hotsos; critical: own',
  advice:
    'Packets are lost on the path; compare with ifstat and other paths. Loopback traffic makes the percentage look smaller than it is.',
  readings: [segments],
  rows: null,
  needsTwo: true,
  judge(now) {
    const added = new Added(now, segments);
    const [again, sent] = [added.delta(retransmitted), added.delta(out)];
    if (again === null || sent === null) return { unknown: added.whyUnknown(retransmitted, out) };
    const unanswered = added.delta(syns) ?? 0;
    const lost = Math.max(0, again - unanswered);
    const value = sent < fewest ? 0 : (lost / sent) * 100;
    const apart = unanswered > 0 ? `; ${counted(unanswered, 'SYN')} retransmitted` : '';
    const few = sent < fewest ? `, too few for a percentage (${fewest})` : ` (${percentText(value)})`;
    return { value, message: `${lost} of ${counted(sent, 'segment')} retransmitted${few}${apart}` };
  },
};
