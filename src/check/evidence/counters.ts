import { snmp } from '../../reports/snmp.ts';
import { changes, levels } from '../readings.ts';

export const counters = changes(snmp);

export const counterLevels = levels(snmp);
