import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withTree } from '../../cli/black-box.ts';
import { runHere } from '../../cli/run-here.ts';

const header = 'Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n';
const line = (destination: string, flags: string, mask = '0000FFFF'): string =>
  `wan0 ${destination} 00000000 ${flags} 0 0 0 ${mask} 0 0 0\n`;
const [hidden, connected, other] = [
  line('0000460A', '0003'),
  line('00005A0A', '0001'),
  line('0000500A', '0003'),
];

/** What a terminal shows on stderr. */
const explained = async (routes: readonly string[], ...argv: readonly string[]): Promise<string> => {
  let err = '';
  await withTree({ route: header + routes.join('') }, async (proc) => {
    const stderr = { isTerminal: true, width: 80 };
    ({ err } = await runHere(['routes', ...argv, '--proc', proc], { stderr }));
  });
  return err;
};

it('a listed route with an IPv6 gateway is explained', async () => {
  const one = 'has an IPv6 gateway, which /proc/net/route cannot show\n';
  const several = 'have IPv6 gateways, which /proc/net/route cannot show\n';
  assert.equal(await explained([hidden, connected]), `10.70.0.0/16 ${one}`);
  assert.equal(await explained([hidden, connected, other]), `10.70.0.0/16 and 1 more route ${several}`);
  assert.equal(await explained([line('00000000', '0003', '00000000')], 'default'), `0.0.0.0/0 ${one}`);
});

it('one that is not shown is not', async () => {
  assert.equal(await explained([hidden, connected], '--where', 'destination = 10.90.0.0/16'), '');
  assert.equal(await explained([hidden, connected], 'default'), '');
  assert.equal(await explained([connected]), '');
});
