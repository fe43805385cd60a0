import { walkCommands } from '../../packages/cli/src/command-tree.ts';
import { createProgram } from '../../packages/cli/src/program.ts';

type Command = ReturnType<typeof createProgram>;

const WIDTH = 120;

/** The help of a command as it is printed, at a width of its own. */
const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({
    writeOut: (part) => void (text += part),
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trim();
};

const noEnv = {
  callerDir: '.',
  server: undefined,
  apiKey: undefined,
  port: undefined,
  dataDir: '.pneumo',
  downloadDir: '.pneumo/downloads',
  services: {},
  debug: false,
};

/** The help of every command, in its order. */
export const commandLineDocument = (): string => {
  const { stdout, stderr } = process;
  const program = createProgram({ env: noEnv, stdout, stderr, signal: new AbortController().signal });
  const commands = walkCommands(program).map(({ words, command }) => ({
    title: ['pneumo', ...words].join(' '),
    command,
  }));
  const contents = commands.slice(1).map(({ title, command }) => {
    const anchor = title.replaceAll(' ', '-');
    return `- [\`${title}\`](#${anchor}): ${command.description()}`;
  });
  const sections = commands.map(({ title, command }) => `## ${title}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\``);
  return [
    '# The command line',
    'Made from the commands themselves by `pnpm docs:generate`; a test holds it to them. `npx pneumo` (or `npm run pneumo --`) from the checkout. For research and education only. Not a diagnosis.',
    contents.join('\n'),
    ...sections,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
};
