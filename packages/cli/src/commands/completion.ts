import { Argument, type Command } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.ts';

export const addCompletionCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('completion')
      .description('print a script that has a shell complete commands, options and their choices')
      .addArgument(new Argument('<shell>', 'shell').choices(SHELLS))
      .addHelpText('after', '\nFor every session: put the line into ~/.bashrc or ~/.zshrc.'),
    { server: false, examples: ['source <(pneumo completion bash)', 'source <(pneumo completion zsh)'] },
  ).action((shell: Shell, options: CommonOptions) => {
    const run = createRun(context, options);
    const script = completionScript(program, shell);
    run.print({ shell, script }, [script.trimEnd()]);
  });
};
