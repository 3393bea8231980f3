import { longName, type Option, type Options } from '../core/option.ts';

/** An option with its long spelling, as listed in help. */
export type ListedOption = Option<never> & { readonly name: string };

export const listed = (options: Options<never>): readonly ListedOption[] =>
  Object.entries(options).map(([key, option]) => ({ ...option, name: longName(key) }));

/** All of an option's spellings with dashes, the short one first. */
export const dashed = ({ name, short, aliases = [] }: ListedOption): readonly string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  ...[name, ...aliases].map((word) => `--${word}`),
];
