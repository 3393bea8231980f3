import { Added, countersNamed } from '../counters.ts';
import { udp } from '../evidence/sockets.ts';
import { counted, percentText, rounded } from '../phrases.ts';
import { rowsOf, type Sample } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

const losses = ['UdpRcvbufErrors', 'UdpInCsumErrors', 'Udp6RcvbufErrors', 'Udp6InCsumErrors'] as const;
const unsent = ['UdpSndbufErrors', 'Udp6SndbufErrors'] as const;
const received = ['UdpInDatagrams', 'Udp6InDatagrams'] as const;
const sent = ['UdpOutDatagrams', 'Udp6OutDatagrams'] as const;
const datagrams = countersNamed(...losses, ...unsent, ...received, ...sent);
const sockets = rowsOf(udp, ['inode', 'localAddress', 'localPort', 'drops', 'processes'], 'drops > 0');

/** Up to this many lost datagrams per second, only the percentage matters. */
const tolerated = 10;
/** With fewer datagrams, the percentage is too noisy. */
const fewest = 100;

type Socket = Required<typeof sockets>['row'];

/** Sockets that dropped datagrams between the samples. */
const dropping = (now: Sample, before: Sample): readonly (Omit<Socket, 'inode'> & { dropped: number })[] => {
  const earlier = new Map(before.of(sockets).rows.map(({ inode, drops }) => [inode, Number(drops)]));
  return now
    .of(sockets)
    .rows.map(({ inode, ...row }) => ({ ...row, dropped: Number(row.drops) - (earlier.get(inode) ?? 0) }))
    .filter(({ dropped }) => dropped > 0)
    .toSorted((one, other) => other.dropped - one.dropped);
};

const share = (lost: number, whole: number): number => (whole < fewest ? 0 : (lost / whole) * 100);

const judge = (now: Sample, before: Sample | null): ReturnType<Rule['judge']> => {
  const added = new Added(now, datagrams);
  const [lost, stuck] = [added.delta(...losses), added.delta(...unsent)];
  const [taken, given] = [added.delta(...received), added.delta(...sent)];
  const perSecond = added.perSecond(...losses, ...unsent);
  if (
    before === null ||
    lost === null ||
    stuck === null ||
    taken === null ||
    given === null ||
    perSecond === null
  )
    return { unknown: added.whyUnknown('UdpInDatagrams', 'UdpRcvbufErrors') };
  const value = Math.max(share(lost, lost + taken), share(stuck, stuck + given));
  const total = lost + stuck;
  return {
    value,
    message:
      total === 0
        ? 'no datagram was lost'
        : `${counted(total, 'datagram')} lost in ${rounded(now.at - before.at)} s (${percentText(value)}): ${lost} received, ${stuck} to send`,
    evidence: dropping(now, before),
    atLeast: perSecond > tolerated ? 'warn' : null,
  };
};

export const udpErrors: Rule = {
  id: 'udp-errors',
  summary: 'Datagrams are lost because of full buffers or wrong checksums',
  evidence:
    'Udp and Udp6 RcvbufErrors, SndbufErrors, InCsumErrors relative to all datagrams (at least 100); drops per socket',
  scope: 'netns',
  unit: '%',
  warn: from(1),
  critical: from(5),
  orElse: { warn: 'more than 10 per second' },
  source: 'hotsos, netdata; critical: own',
  advice:
    'Give the socket a larger receive buffer (SO_RCVBUF, net.core.rmem_max), or make the program read faster.',
  readings: [datagrams, sockets],
  rows: sockets,
  needsTwo: true,
  judge,
};
