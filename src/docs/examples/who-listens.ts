// Prints which process listens on which TCP port. Run it as root; otherwise other users' processes are unknown.
import { conns } from 'procnet';

const [proc = '/proc'] = process.argv.slice(2);

for (const { localAddress, localPort, processes } of conns({
  proc,
  protocols: ['tcp'],
  state: ['LISTEN'],
  processes: true,
})) {
  const holders = processes?.map(({ name, pid }) => `${JSON.stringify(name)} (${pid})`).join(', ');
  console.log(`${localPort} on ${localAddress}: ${holders ?? 'unknown'}`);
}
