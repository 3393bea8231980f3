import type { Kernel } from '../../core/report.ts';
import type { Answer } from './answer.ts';
import { lookUpIpv4 } from './look-up-ipv4.ts';
import { lookUpIpv6 } from './look-up-ipv6.ts';

/** The routes that packets to an address take, with caveats. `address` is in network order. */
export const lookUpRoute = (kernel: Kernel, address: Uint8Array): Answer =>
  address.length === 4 ? lookUpIpv4(kernel, address) : lookUpIpv6(kernel, address);
