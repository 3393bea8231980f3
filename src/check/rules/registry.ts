import type { Rule } from '../rule.ts';
import * as all from './all.ts';

/** Every rule, by its name. */
export const rules: readonly Rule[] = Object.values(all);
