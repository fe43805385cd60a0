import type { Command } from 'commander';

const examples = new WeakMap<Command, readonly string[]>();

/** Ends the help of a command with lines that can be typed as they stand. */
export const withExamples = (command: Command, ...lines: readonly string[]): Command => {
  examples.set(command, lines);
  const title = lines.length === 1 ? 'Example' : 'Examples';
  return command.addHelpText('after', ['', title, ...lines.map((line) => `  $ ${line}`)].join('\n'));
};

export const examplesOf = (command: Command): readonly string[] => examples.get(command) ?? [];
