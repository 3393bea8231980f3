import { sockstat } from '../../reports/sockstat.ts';
import { levels } from '../readings.ts';

export const socketUse = levels(sockstat);
