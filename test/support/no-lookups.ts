import type { Lookups } from '../../src/core/report.ts';

/** Nothing to join rows with. */
export const noLookups: Lookups = { holders: () => null, whyUnknown: () => 'none', userName: () => null };
