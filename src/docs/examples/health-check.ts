// A check for a pipeline: fails if too many TCP segments were retransmitted or too many sockets are in TIME_WAIT.
import { snmp, sockstat } from 'procnet';

const [proc = '/proc', mostPercent = '2', mostWaiting = '10000'] = process.argv.slice(2);

const counters = new Map([...snmp({ proc })].map(({ key, value }) => [key, value]));
const sent = counters.get('TcpOutSegs');
const again = counters.get('TcpRetransSegs');
const tcp = [...sockstat({ proc })].find(({ protocol }) => protocol === 'TCP');

const problems: string[] = [];
// Counters are bigint, and null if unknown. Unknown must not count as healthy.
if (sent == null || again == null) problems.push('retransmissions are unknown');
else if (sent > 0n && (Number(again) / Number(sent)) * 100 > Number(mostPercent))
  problems.push(`${again} of ${sent} segments were retransmitted`);
if (tcp?.tw == null) problems.push('the number of sockets in TIME_WAIT is unknown');
else if (tcp.tw > Number(mostWaiting)) problems.push(`${tcp.tw} sockets are in TIME_WAIT`);

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
