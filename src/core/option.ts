import type { Report } from './report.ts';

/** How a shell completes the value of an option or argument. A list takes several, separated by commas. */
export type Completion =
  | { readonly from: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly from: 'interfaces' | 'users' | 'services' | 'processes' | 'files' | 'directories' }
  | { readonly from: 'nothing' };

export type Group = 'Rows' | 'Columns' | 'Output' | 'Repeat' | 'Source';

/** One value or several. */
export type Many<T> = T | readonly T[];

/** The library type of an option, by the name of its form. */
export interface LibraryForms {
  flag: boolean;
  text: string;
  number: number;
  /** Milliseconds, or a string such as `2s`. */
  duration: number | string;
  word: string | number;
  texts: Many<string>;
  ports: Many<string | number>;
}

/**
 * One option of the command line and the library: its spelling, help and effect in one place. The key in the record is its
 * camel-case name; `localPort` is typed `--local-port`. `Draft` is what it changes.
 */
export interface Option<Draft> {
  readonly short?: string;
  /** Other long spellings. */
  readonly aliases?: readonly string[];
  /** The value's placeholder in help; without one, the option is a switch. */
  readonly value?: string;
  /** Both may be repeated. `list` is comma-separated; in `many`, commas are part of the value. */
  readonly repeats?: 'list' | 'many';
  readonly choices?: readonly string[];
  /** A choice may be preceded by `!`, which removes it. */
  readonly negates?: true;
  readonly help: string;
  readonly group: Group;
  /** Why a report lacks it (`has no ports`); null if it has it. */
  readonly lacking?: (report: Report) => string | null;
  readonly completes?: (report: Report) => Completion;
  /** Its help in the library, if that differs. */
  readonly libraryHelp?: string;
  /** Its library form; without one, the option is command-line only. */
  readonly library?: keyof LibraryForms;
  /** Applies it. `words` is empty for a switch; `name` is the option as spelled in messages. Throws `UsageError`. */
  readonly set: (draft: Draft, words: readonly string[], name: string) => void;
}

export type Options<Draft> = Readonly<Record<string, Option<Draft>>>;

type Form<O> = O extends { readonly library: infer F extends keyof LibraryForms }
  ? O extends { readonly choices: readonly (infer Choice)[] }
    ? O extends { readonly repeats: string }
      ? Many<Choice>
      : Choice
    : LibraryForms[F]
  : never;

/** A library function's options object, derived from the declarations. */
export type LibraryOptions<T> = {
  readonly [K in keyof T as T[K] extends { readonly library: keyof LibraryForms } ? K : never]?: Form<T[K]>;
};

/** `localPort` as typed: `local-port`. */
export const longName = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
