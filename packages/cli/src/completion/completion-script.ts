import type { Command } from 'commander';
import { commandsIn, optionsOf, walkCommands } from '../command-tree.ts';

export const SHELLS = ['bash', 'zsh'] as const;
export type Shell = (typeof SHELLS)[number];

const branch = (pattern: string, words: readonly string[]): string =>
  `    '${pattern}') candidates='${words.join(' ')}' ;;`;

/** Values of options, options, and words of every command, as branches of `case` statements that both shells read. */
const branchesOf = (program: Command): Record<'commands' | 'values' | 'options' | 'words', string> => {
  const all = walkCommands(program).map(({ words, command }) => ({ path: words.join(' '), command }));
  const values = all.flatMap(({ path, command }) =>
    optionsOf(command).flatMap((option) => {
      const isValue = option.required || option.optional;
      return isValue && option.long !== undefined ? [branch(`${path}:${option.long}`, option.argChoices ?? [])] : [];
    }),
  );
  return {
    commands: all.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`])).join('|'),
    values: values.join('\n'),
    options: all
      .map(({ path, command }) =>
        branch(
          path,
          optionsOf(command).flatMap(({ long }) => long ?? []),
        ),
      )
      .join('\n'),
    words: all
      .map(({ path, command }) =>
        branch(path, [
          ...commandsIn(command).map((inner) => inner.name()),
          ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
        ]),
      )
      .join('\n'),
  };
};

/** What decides: the command that the words before name, whose option's value it is, and how the word begins. */
const choose = ({ commands, values, options, words }: ReturnType<typeof branchesOf>, before: string): string => `
  local command='' word='' candidates='?'
  for word in ${before}; do
    case "\${command:+$command }$word" in
      ${commands}) command="\${command:+$command }$word" ;;
    esac
  done

  case "$command:$previous" in
${values}
  esac
  if [[ $candidates == '?' ]]; then
    if [[ $current == -* ]]; then
      case "$command" in
${options}
      esac
    else
      case "$command" in
${words}
      esac
    fi
  fi
`;

const bash = (program: Command): string => `# Completion of pneumo for bash: source <(pneumo completion bash)
_pneumo() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
${choose(branchesOf(program), '"${COMP_WORDS[@]:1:COMP_CWORD - 1}"')}
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
# Where there is no word to offer, files are.
complete -o default -F _pneumo pneumo
`;

const zsh = (program: Command): string => `#compdef pneumo
# Completion of pneumo for zsh: source <(pneumo completion zsh)
_pneumo() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}"
${choose(branchesOf(program), '"${(@)words[2,CURRENT-1]}"')}
  if [[ -n $candidates ]]; then compadd -- \${=candidates}; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _pneumo pneumo
`;

/** A script that completes commands, options and their choices: what is typed into a shell is compared with this tree, without starting anything. */
export const completionScript = (program: Command, shell: Shell): string =>
  shell === 'bash' ? bash(program) : zsh(program);
