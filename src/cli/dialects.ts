import { UsageError } from '../core/errors.ts';
import type { Entry, OtherProgram } from './front-door.ts';

/** What a letter of another program means here: nothing new (null), other arguments, or why it is refused. */
type Meaning = readonly string[] | { readonly refused: string };

type Dialect = {
  /** Letters that ask for another command altogether. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Letters that mean something else here, by the command that is meant. */
  readonly letters?: Readonly<Record<string, Meaning>>;
};

const refused = (why: string): Meaning => ({ refused: why });

const ss: Dialect = {
  letters: {
    E: refused('procnet watches with --interval; -E is --exit-code here'),
    f: refused('families are chosen with -4, -6, -x or -A; -f is --format here'),
    K: refused('procnet only reads'),
    N: refused('namespaces are chosen with --netns'),
    D: refused('the tables are copied with procnet snapshot'),
    m: refused('/proc/net lists no socket memory; see procnet sockstat'),
    b: refused('/proc/net lists no socket filters'),
    Z: refused('/proc/net lists no security contexts'),
    O: [],
  },
};

const netstat: Dialect = {
  commands: { r: 'routes', i: 'ifstat', s: 'snmp' },
  letters: {
    c: refused('repeat with --interval SECONDS'),
    f: refused('families are chosen with -4, -6, -x or -A; -f is --format here'),
    g: refused('multicast groups are not read'),
    M: refused('masquerading shows in procnet conntrack'),
    v: [],
    W: [],
    N: [],
  },
};

/** How the options of other programs differ from ours. */
const dialects: Readonly<Record<OtherProgram, Dialect>> = {
  ss,
  netstat,
  arp: {
    letters: { d: refused('procnet only reads'), s: refused('procnet only reads'), i: ['--interface'] },
  },
  nstat: {
    letters: {
      s: [],
      r: refused('procnet keeps no history; see --since and --interval'),
      t: refused('repeat with --interval SECONDS'),
    },
  },
  route: { letters: { e: [], v: [], F: [], C: refused('the routing cache is gone since Linux 3.6') } },
};

/** After `netstat -r` and its kin only the letters that say nothing more. */
const silent = /[natuwve]/g;

const commandIn = ({ commands = {} }: Dialect, letters: string): Entry | null => {
  const found = [...letters].find((letter) => Object.hasOwn(commands, letter));
  if (found === undefined) return null;
  const rest = letters.replace(found, '').replace(silent, '');
  return { command: commands[found]!, tokens: rest === '' ? [] : [`-${rest}`] };
};

const translated = (
  alias: string,
  { letters: meanings = {} }: Dialect,
  letters: string,
): readonly string[] => {
  const kept = [...letters].filter((letter) => !Object.hasOwn(meanings, letter));
  const others = [...letters].flatMap((letter) => {
    const meaning = Object.hasOwn(meanings, letter) ? meanings[letter]! : [];
    if ('refused' in meaning) throw new UsageError(`${alias} -${letter}: ${meaning.refused}`, `-${letter}`);
    return meaning;
  });
  return [...(kept.length === 0 ? [] : [`-${kept.join('')}`]), ...others];
};

/** A command line typed as for the program whose name the command bears. Throws `UsageError` for what means something else here. */
export const inDialect = (command: OtherProgram, tokens: readonly string[]): Entry => {
  const dialect = dialects[command];
  let target: string = command;
  const spoken = tokens.flatMap((token) => {
    const letters = /^-([A-Za-z0-9]+)$/.exec(token)?.[1];
    if (letters === undefined) return [token];
    const other = commandIn(dialect, letters);
    if (other === null) return translated(command, dialect, letters);
    target = other.command;
    return other.tokens;
  });
  return { command: target, tokens: spoken };
};
