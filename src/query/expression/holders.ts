import type { Holder } from '../../core/column.ts';
import { isPattern, matchesExactGlob } from '../../core/glob.ts';
import { decodeName } from '../../core/text.ts';

/** include/linux/sched.h, TASK_COMM_LEN minus the NUL. The kernel cuts longer names here, even within a character. */
const commLength = 15;

const cutByKernel = (name: string): string | null => {
  const bytes = Buffer.from(name);
  return bytes.length <= commLength ? null : decodeName(bytes, 0, commLength);
};

const noAliases: readonly string[] = [];

/** Tests the name first, because aliases may have to be read from the process. */
type HolderTest = (holder: Holder) => boolean;

/** Whether an alias continues a name that the kernel has cut. */
const isContinued = (name: string, aliases: readonly string[]): boolean =>
  aliases.some((alias) => alias.length > name.length && alias.startsWith(name));

const hasName = (wanted: string): HolderTest => {
  const cut = cutByKernel(wanted);
  return (holder) => {
    if (holder.name === wanted) return true;
    const { name, aliases = noAliases } = holder;
    return aliases.includes(wanted) || (name === cut && !isContinued(name, aliases));
  };
};

const matchesName =
  (test: (name: string) => boolean): HolderTest =>
  (holder) =>
    test(holder.name) || (holder.aliases?.some(test) ?? false);

/**
 * Matches a process by any of its names: comm, executable, `argv[0]`. A name longer than comm allows matches by its first 15
 * bytes unless an alias shows a different full name. Digits are a process id; `*` or `?` make a glob; quoted text is always a
 * name.
 */
export const holderTest = (word: string, quoted = false): HolderTest => {
  if (!quoted && /^\d+$/.test(word)) {
    const wanted = Number(word);
    return ({ pid }) => pid === wanted;
  }
  return !quoted && isPattern(word) ? matchesName((name) => matchesExactGlob(word, name)) : hasName(word);
};

/** Whether any name of any holder passes the test. */
export const anyHolderName = (holders: readonly Holder[], test: (name: string) => boolean): boolean => {
  for (const holder of holders) if (test(holder.name) || holder.aliases?.some(test)) return true;
  return false;
};
