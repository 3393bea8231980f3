// The router that this host sends to by default, with its hardware address if it has answered.
import { arp, routes } from 'procnet';

const [proc = '/proc'] = process.argv.slice(2);

for (const { gateway, interface: device } of routes({
  proc,
  families: ['ipv4'],
  where: ['destination = default'],
})) {
  const [neighbour] = gateway === null ? [] : arp({ proc, where: [`address = ${gateway}`] });
  console.log(
    `${gateway ?? 'no gateway'} through ${device}, ${neighbour?.hardwareAddress ?? 'hardware address unknown'}`,
  );
}
