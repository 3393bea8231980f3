export { addrs } from './addrs.ts';
export { arp } from './arp.ts';
export { conns } from './conns.ts';
export { conntrack } from './conntrack.ts';
export { ifstat } from './ifstat.ts';
export { routes } from './routes.ts';
export { snmp } from './snmp.ts';
export { sockstat } from './sockstat.ts';
