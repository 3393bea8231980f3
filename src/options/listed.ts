import { longName, type Option, type Options } from '../core/option.ts';

/** An option with its long spelling, as pages list it. */
export type ListedOption = Option<never> & { readonly name: string };

export const listed = (options: Options<never>): readonly ListedOption[] =>
  Object.entries(options).map(([key, option]) => ({ ...option, name: longName(key) }));

/** Every spelling of an option, dashes included, the short one first. */
export const dashed = ({ name, short, aliases = [] }: ListedOption): readonly string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  ...[name, ...aliases].map((word) => `--${word}`),
];
