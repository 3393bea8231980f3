import { interfaceCounters } from '../evidence/network.ts';
import { percentText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

const traffic = rowsOf(
  interfaceCounters,
  [
    'interface',
    'rxPacketsDelta',
    'rxErrorsDelta',
    'rxDroppedDelta',
    'rxFifoDelta',
    'txPacketsDelta',
    'txErrorsDelta',
    'txDroppedDelta',
    'txFifoDelta',
  ],
  'interface !~ /^(lo$|veth)/',
);

type Traffic = Required<typeof traffic>['row'];

/** With fewer packets, the percentage is too noisy. */
const fewest = { rx: 10_000, tx: 1_000 } as const;
/** Tolerated drops, in percent of packets. */
const [mostDropped, mostDroppedByRadio] = [2, 10] as const;

/** Some drivers include lost packets in the packet count, others do not. */
const share = (part: bigint | null, packets: bigint | null, least: number): number => {
  const whole = Number(part ?? 0n) + Number(packets ?? 0n);
  return whole < least ? 0 : (Number(part ?? 0n) / whole) * 100;
};

const sharesOf = (row: Traffic): { readonly errors: number; readonly drops: number } => ({
  errors: Math.max(
    share(row.rxErrorsDelta, row.rxPacketsDelta, fewest.tx),
    share(row.txErrorsDelta, row.txPacketsDelta, fewest.tx),
  ),
  drops: Math.max(
    share(row.rxDroppedDelta, row.rxPacketsDelta, fewest.rx),
    share(row.txDroppedDelta, row.txPacketsDelta, fewest.tx),
  ),
});

const isRadio = ({ interface: name }: Traffic): boolean => /^wl/.test(name);

const isOverrun = ({ rxFifoDelta, txFifoDelta }: Traffic): boolean =>
  (rxFifoDelta ?? 0n) > 0n || (txFifoDelta ?? 0n) > 0n;

const complaint = (row: Traffic, { errors, drops }: ReturnType<typeof sharesOf>): string =>
  [
    ...(errors > 0 ? [`${percentText(errors)} errors`] : []),
    ...(drops > (isRadio(row) ? mostDroppedByRadio : mostDropped) ? [`${percentText(drops)} dropped`] : []),
    ...(isOverrun(row) ? ['FIFO overruns'] : []),
  ].join(', ');

export const interfaceErrors: Rule = {
  id: 'interface-errors',
  summary: 'An interface has errors, drops or overruns',
  evidence:
    'errors relative to packets (at least 1,000); drops relative to packets (at least 10,000 received or 1,000 sent); FIFO overruns; excluding lo and veth',
  scope: 'netns',
  unit: '%',
  warn: from(1),
  critical: null,
  orElse: { warn: 'drops of 2 % (wireless 10 %), or any FIFO overrun' },
  source: 'node-mixin (errors), netdata (drops)',
  advice:
    'Check the cable, the duplex mode and the ring size (ethtool -S, -g). Received drops include packets of unknown protocols.',
  readings: [traffic],
  rows: traffic,
  needsTwo: true,
  judge(now) {
    const judged = now
      .of(traffic)
      .rows.map((row) => ({ row, ...sharesOf(row) }))
      .map(({ row, ...shares }) => ({ row, ...shares, text: complaint(row, shares) }))
      .toSorted((one, other) => other.errors - one.errors || other.drops - one.drops);
    const bad = judged.filter(({ text }) => text !== '');
    return {
      value: Math.max(0, ...judged.map(({ errors }) => errors)),
      message:
        bad.length === 0
          ? 'no interface had errors'
          : bad.map(({ row, text }) => `${row.interface}: ${text}`).join('; '),
      evidence: bad.map(({ row }) => row),
      atLeast: bad.some(
        ({ row, drops }) => isOverrun(row) || drops > (isRadio(row) ? mostDroppedByRadio : mostDropped),
      )
        ? 'warn'
        : null,
    };
  },
};
