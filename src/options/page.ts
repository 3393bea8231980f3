import type { Options } from '../core/option.ts';

/** A command that is not a report, for the parser, help, manual and completions. `Draft` is what its options change. */
export type CommandPage<Draft = never> = {
  readonly name: string;
  /** The arguments it accepts. */
  readonly synopsis: string;
  readonly summary: string;
  readonly description: readonly string[];
  readonly examples: readonly (readonly [command: string, answer: string])[];
  readonly options: Options<Draft>;
  /** If they differ from those of other commands. */
  readonly exitCodes?: readonly (readonly [code: string, meaning: string])[];
  /** What its arguments are, for completion. */
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
