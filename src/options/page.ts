import type { Options } from '../core/option.ts';

/** A command that is not a report, as the parser, help, manual and completions know it. `Draft` is what its options change. */
export type CommandPage<Draft = never> = {
  readonly name: string;
  /** What may follow the name. */
  readonly synopsis: string;
  readonly summary: string;
  readonly description: readonly string[];
  readonly examples: readonly (readonly [command: string, answer: string])[];
  readonly options: Options<Draft>;
  /** Where they are not those of every command. */
  readonly exitCodes?: readonly (readonly [code: string, meaning: string])[];
  /** What its words are, for completion. */
  readonly words:
    | 'explained'
    | 'reports'
    | 'commands'
    | 'shells'
    | 'files'
    | 'nothing'
    | 'checks'
    | 'conditions';
};
