import { conns } from '../../reports/conns.ts';
import { levels } from '../readings.ts';

/** What several rules and conditions read. Each of these is read once a sample. */

export const tcp = levels(conns, () => ({ families: null, tables: new Set(['tcp']) }));

export const udp = levels(conns, () => ({ families: null, tables: new Set(['udp']) }));

export const unix = levels(conns, () => ({ families: null, tables: new Set(['unix']) }));
