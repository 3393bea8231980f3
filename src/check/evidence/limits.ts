import { limits } from '../../reports/limits.ts';
import { levels } from '../readings.ts';

export const limit = levels(limits);
