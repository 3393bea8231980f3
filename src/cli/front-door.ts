import { UsageError } from '../core/errors.ts';
import { reportNames } from '../reports/registry.ts';
import { commands } from './commands.ts';

/** A command and its tokens. */
export type Entry = { readonly command: string; readonly tokens: readonly string[] };

/** Programs whose names are commands here, with the letters interpreted as theirs. */
const otherPrograms = ['ss', 'netstat', 'arp', 'nstat', 'route'] as const;

export type OtherProgram = (typeof otherPrograms)[number];

export const commandNames = (): readonly string[] => [...reportNames(), ...Object.keys(commands)];

const isCommand = (word: string): boolean => commandNames().includes(word);

const withoutCommand = (argv: readonly string[]): Entry => {
  const command = argv.find((word) => isCommand(word));
  if (command !== undefined)
    throw new UsageError(
      `options must follow the command: procnet ${command} ${argv.filter((word) => word !== command).join(' ')}`,
    );
  return { command: 'conns', tokens: argv };
};

/** The command of a command line; `conns` if none is named. Throws `UsageError`. */
export const enter = async (argv: readonly string[]): Promise<Entry> => {
  const [word, ...tokens] = argv;
  if (word === undefined || word === '--help' || word === '-h') return { command: 'help', tokens };
  const program = otherPrograms.find((name) => name === word);
  if (program !== undefined && tokens.some((token) => /^-[A-Za-z0-9]/.test(token)))
    return (await import('./dialects.ts')).inDialect(program, tokens);
  if (isCommand(word)) return { command: word, tokens };
  if (word.startsWith('-')) return withoutCommand(argv);
  await (await import('./other-words.ts')).requireExpression(word, commandNames());
  return { command: 'conns', tokens: argv };
};
