import type { Completion } from '../../core/option.ts';
import type { CompletedCommand, CompletedOption } from './offered.ts';

const quote = (text: string): string => `'${text.replaceAll(/[\\']/g, '\\$&')}'`;

/** `-x`: a value is needed and is no file name, unless the source says so. */
const value = (source: Completion): string => {
  switch (source.from) {
    case 'words':
      return ` -x -a ${quote(source.words.join(' '))}`;
    case 'list':
      return ` -x -a ${quote(`(__procnet_list ${source.words.join(' ')})`)}`;
    case 'interfaces':
      return " -x -a '(__procnet_list (__procnet_interfaces))'";
    case 'users':
      return " -x -a '(__fish_complete_users)'";
    case 'processes':
      return " -x -a '(__fish_complete_pids)'";
    case 'files':
      return ' -r -F';
    case 'directories':
      return " -x -a '(__fish_complete_directories)'";
    default:
      return ' -x';
  }
};

const optionLine = (condition: string, option: CompletedOption): string => {
  const { name, short, aliases = [], help, source } = option;
  const spelled = [
    ...(short === undefined ? [] : [`-s ${short}`]),
    ...[name, ...aliases].map((word) => `-l ${word}`),
  ];
  const taken = option.value === undefined ? '' : value(source);
  return `complete -c procnet -n ${condition} ${spelled.join(' ')} -d ${quote(help)}${taken}`;
};

const wordLines = (condition: string, { words, states }: CompletedCommand): readonly string[] => {
  const usual =
    'words' in words ? [`complete -c procnet -n ${condition} -a ${quote(words.words.join(' '))}`] : [];
  if (states === null) return usual;
  const after = quote(`${condition.slice(1, -1)}; and __procnet_after state exclude`);
  return [...usual, `complete -c procnet -n ${after} -a ${quote(`(__procnet_list ${states.join(' ')})`)}`];
};

const commandLines = (command: CompletedCommand): readonly string[] => {
  const condition = quote(`__procnet_command ${command.names.join(' ')}`);
  return [
    ...command.names.map(
      (name) => `complete -c procnet -n __procnet_no_command -a ${name} -d ${quote(command.summary)}`,
    ),
    ...command.options.map((option) => optionLine(condition, option)),
    ...wordLines(condition, command),
  ];
};

const functions = `function __procnet_no_command
  test (count (commandline -opc)) -eq 1
end

function __procnet_command
  set -l words (commandline -opc)
  test (count $words) -gt 1; and contains -- $words[2] $argv
end

function __procnet_after
  set -l words (commandline -opc)
  contains -- $words[-1] $argv
end

# The last item of a comma list; + and - may stand before a column.
function __procnet_list
  set -l token (string replace -r -- '^--[^=]*=' '' (commandline -ct))
  set -l given (string match -r -- '^(?:.*,)?[+-]?' "$token")
  for word in $argv
    string match -q -- "*$word,*" "$given"; or echo "$given$word"
  end
end

function __procnet_interfaces
  string match -r -- '^ *[^:|]+(?=:)' </proc/net/dev | string trim
end`;

/** A script for `~/.config/fish/completions/procnet.fish`. */
export const fishCompletion = (
  commands: readonly CompletedCommand[],
): string => `# fish completion for procnet, made by: procnet completion fish

${functions}

complete -c procnet -f
complete -c procnet -n __procnet_no_command -l help -s h -d 'The list of commands.'
complete -c procnet -n __procnet_no_command -l version -d 'The version.'
${commands.flatMap(commandLines).join('\n')}
`;
