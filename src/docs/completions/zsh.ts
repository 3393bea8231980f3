import type { Completion } from '../../core/option.ts';
import { dashed } from '../../options/listed.ts';
import type { CompletedCommand, CompletedOption } from './offered.ts';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Colons and brackets end the parts of a specification. */
const plain = (text: string): string => text.replaceAll(/[\\:[\]]/g, '\\$&');

/** A leading space keeps _arguments from handing its own options on to a function, which would offer them. */
const action = (source: Completion): string => {
  switch (source.from) {
    case 'words':
      return `(${source.words.join(' ')})`;
    case 'list':
      return ` _procnet_list ${source.words.join(' ')}`;
    case 'interfaces':
      return ' _procnet_interfaces';
    case 'users':
      return '_users';
    case 'services':
      return '_ports';
    case 'processes':
      return '_pids';
    case 'files':
      return '_files';
    case 'directories':
      return '_files -/';
    case 'nothing':
      return ' ';
  }
};

const specification = (option: CompletedOption, spelling: string): string => {
  const { repeats, value, help, source } = option;
  const others = repeats !== undefined ? '*' : `(${dashed(option).join(' ')})`;
  const taken = value === undefined ? '' : `:${plain(value)}:${action(source)}`;
  const assigned = value === undefined ? '' : spelling.startsWith('--') ? '=' : '+';
  return quote(`${others}${spelling}${assigned}[${plain(help)}]${taken}`);
};

const wordsAction = ({ words, states }: CompletedCommand): string => {
  const usual = action(words);
  return states === null ? usual : ` _procnet_expression ${quoted(words)} ${states.join(' ')}`;
};

const quoted = (words: Completion): string => `"${'words' in words ? words.words.join(' ') : ''}"`;

const branch = (command: CompletedCommand): string => {
  const lines = command.options.flatMap((option) =>
    dashed(option).map((spelling) => `        ${specification(option, spelling)} \\`),
  );
  return [
    `    (${command.names.join('|')})`,
    '      _arguments -s -S \\',
    ...lines,
    `        ${quote(`*:word:${wordsAction(command)}`)} ;;`,
  ].join('\n');
};

const described = ({ names, summary }: CompletedCommand): readonly string[] =>
  names.map((name) => `    ${quote(`${name}:${plain(summary)}`)}`);

const functions = `# The last item of a comma list; + and - may stand before a column.
_procnet_list() {
  compset -P '*,'
  compset -P '[+-]'
  compadd -M 'm:{a-zA-Z}={A-Za-z}' -S '' -q -- "$@"
}

_procnet_interfaces() {
  local -a lines names
  lines=("\${(@f)$(</proc/net/dev)}")
  names=(\${\${\${lines[3,-1]}%%:*}##* })
  compset -P '*,'
  compadd -- $names
}

# Words of an expression: states after "state", else what a test may begin with.
_procnet_expression() {
  local -a subjects=(\${=1})
  shift
  if [[ \${words[CURRENT-1]} == (state|exclude) ]]; then
    _procnet_list "$@"
  else
    compadd -- $subjects
  fi
}`;

/** A script for `source <(procnet completion zsh)`, or a file named `_procnet` on the fpath. */
export const zshCompletion = (commands: readonly CompletedCommand[]): string => `#compdef procnet
# zsh completion for procnet, made by: procnet completion zsh

${functions}

_procnet() {
  local -a commands=(
${commands.flatMap(described).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(branch).join('\n')}
  esac
}

if [[ $funcstack[1] == _procnet ]]; then
  _procnet "$@"
else
  compdef _procnet procnet
fi
`;
