import { addrs } from '../../reports/addrs.ts';
import { arp } from '../../reports/arp.ts';
import { ifstat } from '../../reports/ifstat.ts';
import { routes } from '../../reports/routes.ts';
import { changes, levels } from '../readings.ts';

export const interfaces = levels(ifstat);

export const interfaceCounters = changes(ifstat);

export const addresses = levels(addrs);

export const routing = levels(routes);

export const neighbours = levels(arp);
