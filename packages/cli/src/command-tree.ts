import type { Command, Help } from 'commander';

/** A command with its words after `pneumo`. */
export interface NamedCommand {
  readonly words: readonly string[];
  readonly command: Command;
  readonly isGroup: boolean;
}

/** Those that people see: without the help command, which `--help` does as well. */
export const commandsIn = (command: Command): Command[] => command.commands.filter((inner) => inner.name() !== 'help');

/** All commands below a program, itself first, in the order of its help. */
export const walkCommands = (program: Command, words: readonly string[] = []): NamedCommand[] => {
  const inner = commandsIn(program);
  return [
    { words, command: program, isGroup: inner.length > 0 },
    ...inner.flatMap((command) => walkCommands(command, [...words, command.name()])),
  ];
};

/** Its options, `--help` among them. */
export const optionsOf = (command: Command): ReturnType<Help['visibleOptions']> =>
  command.createHelp().visibleOptions(command);
