// Prints this host's default router, with its hardware address if it has answered.
import { arp, routes } from 'procnet';

const [proc = '/proc'] = process.argv.slice(2);

const defaults = [...routes({ proc, families: ['ipv4'], where: ['destination = default'] })];
const [first] = defaults.sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0));

if (first === undefined) console.log('no default route');
else {
  const { gateway, interface: device } = first;
  const [neighbour] = gateway === null ? [] : arp({ proc, where: [`address = ${gateway}`] });
  console.log(
    `${gateway ?? 'no gateway'} through ${device}, ${neighbour?.hardwareAddress ?? 'hardware address unknown'}`,
  );
}
