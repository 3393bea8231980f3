import { conns } from '../../reports/conns.ts';
import { levels } from '../readings.ts';

/** Evidence shared by several rules and conditions. Each is read once per sample. */

export const tcp = levels(conns, () => ({ families: null, tables: new Set(['tcp']) }));

export const udp = levels(conns, () => ({ families: null, tables: new Set(['udp']) }));

export const unix = levels(conns, () => ({ families: null, tables: new Set(['unix']) }));
