import { UsageError } from '../core/errors.ts';
import type { Entry, OtherProgram } from './front-door.ts';

/** What another program's letter means here: arguments (possibly none), or why it is rejected. */
type Meaning = readonly string[] | { readonly refused: string };

type Dialect = {
  /** Letters that select a different command. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Letters with a different meaning here, by command. */
  readonly letters?: Readonly<Record<string, Meaning>>;
};

const refused = (why: string): Meaning => ({ refused: why });

const ss: Dialect = {
  letters: {
    E: refused('use --interval to watch; -E is --exit-code here'),
    f: refused('select families with -4, -6, -x or -A; -f is --format here'),
    K: refused('procnet only reads'),
    N: refused('select a namespace with --netns'),
    D: refused('use procnet snapshot to copy the tables'),
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
    f: refused('select families with -4, -6, -x or -A; -f is --format here'),
    g: refused('multicast groups are not supported'),
    M: refused('procnet conntrack shows masquerading'),
    v: [],
    W: [],
    N: [],
  },
};

/** How other programs' options differ from ours. */
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
  route: { letters: { e: [], v: [], F: [], C: refused('Linux 3.6 removed the routing cache') } },
};

/** After `netstat -r` and similar, only letters without further effect are accepted. */
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

/** Converts a command line in the style of the program named by the command. Throws `UsageError` if the meaning differs. */
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
