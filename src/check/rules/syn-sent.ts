import { tcp } from '../evidence/sockets.ts';
import { byProcesses, counted, endpointText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';
import { grouped } from './grouped.ts';

const unanswered = rowsOf(
  tcp,
  ['remoteAddress', 'remotePort', 'retransmits', 'processes'],
  'state = SYN_SENT and retransmits >= 1',
);

export const synSent: Rule = {
  id: 'syn-sent',
  summary: 'A destination does not answer connection attempts',
  evidence: 'SYN_SENT with retransmits, by destination',
  scope: 'netns',
  unit: 'connections',
  warn: from(5),
  critical: from(50),
  source: 'own',
  advice: 'The destination is down, or a firewall drops packets in either direction.',
  readings: [unanswered],
  rows: unanswered,
  judge(now) {
    const destinations = grouped(now.of(unanswered).rows, ({ remoteAddress, remotePort }) => [
      remoteAddress,
      remotePort,
    ]);
    const evidence = destinations.map((rows) => ({
      remoteAddress: rows[0]!.remoteAddress,
      remotePort: rows[0]!.remotePort,
      connections: rows.length,
      retransmits: Math.max(...rows.map(({ retransmits }) => retransmits ?? 0)),
      processes: rows[0]!.processes,
    }));
    const [worst] = evidence;
    if (worst === undefined) return { value: 0, message: 'no unanswered connection attempts' };
    return {
      value: worst.connections,
      message: `${counted(worst.connections, 'attempt')} to connect to ${endpointText(worst.remoteAddress, worst.remotePort)} unanswered${byProcesses(worst.processes?.slice(0, 1))}`,
      evidence,
    };
  },
};
