import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';

const dashed = (word: string): string => (word.length === 1 ? `-${word}` : `--${word}`);

/** `--version` is accepted only on its own. */
const isLikeVersion = (name: string): boolean =>
  name.toLowerCase() === 'v' || nearest(name, ['version']) !== null;

const hintFor = (name: string, spellings: readonly string[]): string => {
  const near = name.length < 2 ? null : nearest(name, spellings);
  if (near !== null) return `did you mean ${dashed(near)}?`;
  return isLikeVersion(name) ? 'procnet --version prints the version' : 'see --help';
};

/** A word that looks like an option but is not one of this command's. */
export class UnknownOption extends UsageError {
  /** Without dashes. */
  readonly spelled: string;

  /** `spellings`: those of the command's options. */
  constructor(word: string, spellings: readonly string[]) {
    const name = word.replace(/^-+/, '');
    super(`unknown option ${visible(word)}; ${hintFor(name, spellings)}`, word);
    this.spelled = name;
  }
}
