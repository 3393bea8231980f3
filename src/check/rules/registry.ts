import type { Rule } from '../rule.ts';
import { acceptQueue } from './accept-queue.ts';
import { closeWait } from './close-wait.ts';
import { conntrack } from './conntrack.ts';
import { defaultRoute } from './default-route.ts';
import { ephemeralPorts } from './ephemeral-ports.ts';
import { exposed } from './exposed.ts';
import { interfaceErrors } from './interface-errors.ts';
import { neighbours } from './neighbours.ts';
import { orphans } from './orphans.ts';
import { retransmits } from './retransmits.ts';
import { softnet } from './softnet.ts';
import { synQueue } from './syn-queue.ts';
import { synSent } from './syn-sent.ts';
import { tcpMemory } from './tcp-memory.ts';
import { timeWait } from './time-wait.ts';
import { udpErrors } from './udp-errors.ts';

/** Every rule, in the order in which they are listed. */
export const rules: readonly Rule[] = [
  acceptQueue,
  synQueue,
  closeWait,
  synSent,
  ephemeralPorts,
  timeWait,
  orphans,
  tcpMemory,
  udpErrors,
  retransmits,
  conntrack,
  neighbours,
  softnet,
  interfaceErrors,
  defaultRoute,
  exposed,
];
