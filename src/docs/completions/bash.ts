import type { Completion } from '../../core/option.ts';
import { dashed } from '../../options/listed.ts';
import type { CompletedCommand, CompletedOption } from './offered.ts';

/** What is put between single quotes here holds letters, digits, dashes, dots and underscores only. */
const quoted = (words: readonly string[]): string => `'${words.join(' ')}'`;

const action = (source: Completion): string => {
  switch (source.from) {
    case 'words':
      return `_procnet_words ${quoted(source.words)}`;
    case 'list':
      return `_procnet_list ${quoted(source.words)}`;
    case 'interfaces':
      return '_procnet_interfaces';
    case 'users':
      return '_procnet_list "$(compgen -u)"';
    case 'services':
      return '_procnet_list "$(compgen -A service)"';
    case 'processes':
      return '_procnet_processes';
    case 'files':
      return 'compopt -o default';
    case 'directories':
      return 'compopt -o dirnames';
    case 'nothing':
      return ':';
  }
};

const valueCase = (option: CompletedOption): string =>
  `        ${dashed(option).join('|')}) ${action(option.source)}; return ;;`;

const branch = ({ names, options, words, states }: CompletedCommand): string => {
  const valued = options.filter(({ value }) => value !== undefined);
  const cases = [
    ...valued.map(valueCase),
    ...(states === null ? [] : [`        state|exclude) _procnet_list ${quoted(states)}; return ;;`]),
  ];
  return [
    `    ${names.join('|')})`,
    ...(cases.length === 0 ? [] : ['      case $before in', ...cases, '      esac']),
    `      if [[ $current == -* ]]; then _procnet_words ${quoted(options.flatMap(dashed))}`,
    `      else ${action(words)}`,
    '      fi ;;',
  ].join('\n');
};

// Readline splits words at = and :, so that the value of --columns=a stands two words behind its option.
const functions = `_procnet_words() {
  local word
  for word in $1; do
    [[ $word == "$current"* ]] && COMPREPLY+=("$word")
  done
}

# The last item of a comma list, in any case; + and - may stand before a column.
_procnet_list() {
  local word given=
  [[ $current == *,* ]] && given=\${current%,*},
  local item=\${current#"$given"}
  [[ $item == [+-]* ]] && given+=\${item:0:1} item=\${item:1}
  for word in $1; do
    [[ \${word,,} == "\${item,,}"* && ,$given != *[,+-]"$word",* ]] && COMPREPLY+=("$given$word")
  done
  compopt -o nospace 2>/dev/null
}

# Names of interfaces are untrusted input: quoted, and never expanded.
_procnet_interfaces() {
  local name rest given=
  [[ $current == *,* ]] && given=\${current%,*},
  while IFS=: read -r name rest; do
    name=\${name##* }
    [[ $name == *'|'* || -z $rest || $name != "\${current#"$given"}"* ]] && continue
    printf -v name %q "$name"
    COMPREPLY+=("$given$name")
  done </proc/net/dev
}

_procnet_processes() {
  local directory
  for directory in /proc/[0-9]*; do
    [[ \${directory#/proc/} == "$current"* ]] && COMPREPLY+=("\${directory#/proc/}")
  done
}`;

/** A script for `source <(procnet completion bash)`. It needs bash 4.4 and nothing else. */
export const bashCompletion = (
  commands: readonly CompletedCommand[],
): string => `# bash completion for procnet, made by: procnet completion bash

${functions}

_procnet() {
  local IFS=$' \\t\\n' current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if [[ $current == = ]]; then
    current=
  elif [[ $before == = && COMP_CWORD -gt 2 ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if ((COMP_CWORD == 1)); then
    _procnet_words ${quoted([...commands.flatMap(({ names }) => names), '--help', '--version'])}
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.map(branch).join('\n')}
  esac
}

complete -F _procnet procnet
`;
