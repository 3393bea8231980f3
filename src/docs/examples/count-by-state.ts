// Counts TCP sockets by state, a common use of awk on /proc/net/tcp.
import { conns } from 'procnet';

const [proc = '/proc'] = process.argv.slice(2);

const counts = new Map<string | null, number>();
for (const { state } of conns({ proc, protocols: ['tcp'], columns: ['state'] }))
  counts.set(state, (counts.get(state) ?? 0) + 1);

for (const [state, count] of [...counts].sort(([, a], [, b]) => b - a)) console.log(state, count);
