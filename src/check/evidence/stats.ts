import { stat } from '../../reports/stat.ts';
import { trackingSummary } from '../../reports/tracking/summary.ts';
import { changes } from '../readings.ts';

export const stats = changes(stat);

export const tracking = changes(trackingSummary);
