import type { Report } from './report.ts';

/** What a shell completes the value of an option or an argument with. A list takes several, separated by commas. */
export type Completion =
  | { readonly from: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly from: 'interfaces' | 'users' | 'services' | 'processes' | 'files' | 'directories' }
  | { readonly from: 'nothing' };

export type Group = 'Rows' | 'Columns' | 'Output' | 'Repeat' | 'Source';

/** One value or several. */
export type Many<T> = T | readonly T[];

/** What the library takes for an option, by the name of its form. */
export interface LibraryForms {
  flag: boolean;
  text: string;
  number: number;
  /** Milliseconds, or a text such as `2s`. */
  duration: number | string;
  word: string | number;
  texts: Many<string>;
  ports: Many<string | number>;
}

/**
 * One thing that can be asked for, on the command line and in the library: its spelling, help and effect together. It stands
 * in a record under its name in camel case; `localPort` is typed `--local-port`. `Draft` is what it changes.
 */
export interface Option<Draft> {
  readonly short?: string;
  /** Other long spellings. */
  readonly aliases?: readonly string[];
  /** A word for the value in help; without it the option is a switch. */
  readonly value?: string;
  /** `list`: may be given several times and holds a comma list; `many`: may be given several times, commas are its own. */
  readonly repeats?: 'list' | 'many';
  readonly choices?: readonly string[];
  readonly help: string;
  readonly group: Group;
  /** Why a report does not have it (`has no ports`); null where it does. */
  readonly lacking?: (report: Report) => string | null;
  readonly completes?: (report: Report) => Completion;
  /** How the library takes it; an option without this belongs to the command alone. */
  readonly library?: keyof LibraryForms;
  /** Applies it. `words` is empty for a switch; `name` is the option as messages spell it. Throws `UsageError`. */
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

/** The options object of a library function, from the declarations. */
export type LibraryOptions<T> = {
  readonly [K in keyof T as T[K] extends { readonly library: keyof LibraryForms } ? K : never]?: Form<T[K]>;
};

/** `localPort` as it is typed: `local-port`. */
export const longName = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
