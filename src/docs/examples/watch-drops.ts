// Prints the interfaces that dropped packets during a few seconds.
import { setTimeout } from 'node:timers/promises';
import { ifstat } from 'procnet';

const [proc = '/proc', seconds = '5'] = process.argv.slice(2);

const read = () =>
  new Map([...ifstat({ proc })].map((row) => [row.interface, { rx: row.rxDropped, tx: row.txDropped }]));

const before = read();
console.log(`watching ${[...before.keys()].join(', ')}`);
await setTimeout(Number(seconds) * 1000);

for (const [name, { rx, tx }] of read()) {
  const was = before.get(name);
  // A new interface has nothing to compare with, and a null counter is not 0.
  if (was == null || rx == null || tx == null || was.rx == null || was.tx == null) continue;
  if (rx !== was.rx || tx !== was.tx) console.log(`${name}: received ${rx - was.rx}, sent ${tx - was.tx}`);
}
