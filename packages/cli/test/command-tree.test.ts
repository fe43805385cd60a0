import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { type NamedCommand, optionsOf, walkCommands } from '../src/command-tree.ts';
import { completionScript, type Shell } from '../src/completion/completion-script.ts';
import { examplesOf } from '../src/examples.ts';
import { createProgram } from '../src/program.ts';
import { createTestCli, testContext } from './create-test-cli.ts';

const programOf = (): Command =>
  createProgram(testContext({ dataDir: '/nowhere' }, new PassThrough(), new PassThrough()));
const all = walkCommands(programOf());
const leaves = all.filter(({ isGroup }) => !isGroup);
const nameOf = ({ words }: NamedCommand): string => ['pneumo', ...words].join(' ');

/** Words of a line as a shell splits them, up to where its output goes. */
const shellWords = (line: string): string[] =>
  [
    ...line
      .replace(/^source <\((.*)\)$/, '$1')
      .replace(/ [|>].*$/, '')
      .matchAll(/"([^"]*)"|(\S+)/g),
  ].map(([, quoted, plain]) => quoted ?? plain!);

/** The command that a line would run; rejects where commander does not understand it. */
const commandRunBy = async (line: string): Promise<string> => {
  const program = programOf();
  let ran = '';
  for (const named of walkCommands(program)) {
    if (!named.isGroup) named.command.action(() => void (ran = nameOf(named)));
  }
  const [first, ...args] = shellWords(line);
  expect(first).toBe('pneumo');
  await program.parseAsync(args, { from: 'user' });
  return ran;
};

describe('every command', () => {
  it.each(all.map((named) => [nameOf(named), named] as const))(
    '%s shows in its help how it is used',
    async (name, named) => {
      const { exitCode, stdout, stderr } = await createTestCli({ dataDir: '/nowhere' })(...named.words, '--help');
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Usage: ${name}`);
      expect(stdout).toMatch(/^Examples?$/m);
      const examples = examplesOf(named.command);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        expect(stdout).toContain(`  $ ${example}`);
        const ran = await commandRunBy(example);
        if (named.isGroup) expect(`${ran} `).toContain(`${name} `);
        else expect(ran).toBe(name);
      }
    },
  );

  it('prints JSON where it is asked to', () => {
    const without = leaves.filter(({ command }) => !optionsOf(command).some(({ long }) => long === '--json'));
    expect(without.map(nameOf)).toEqual([]);
  });
});

describe('completion', () => {
  const lines: [line: string, offers: string[]][] = [
    ['pneumo mod', ['models']],
    ['pneumo models ex', ['export']],
    ['pneumo models --server x pro', ['promote']],
    ['pneumo predict --pri', ['--priority']],
    ['pneumo predict --priority u', ['urgent']],
    ['pneumo weights pull v', ['vgg16']],
    ['pneumo keys ', ['create', 'list', 'revoke']],
    // Files are for the shell.
    ['pneumo predict film', []],
    ['pneumo predict --out film', []],
  ];
  const offers = (shell: Shell, ask: (words: string[]) => string, before = ''): string[][] =>
    lines.map(([line]) => {
      const script = `${before}\n${completionScript(programOf(), shell)}\n${ask(line.split(' '))}`;
      const { stdout, stderr, status } = spawnSync(
        shell,
        shell === 'zsh' ? ['-f', '-c', script] : ['--norc', '-c', script],
      );
      expect([line, status, stderr.toString()]).toEqual([line, 0, '']);
      return stdout.toString().split('\n').filter(Boolean).sort();
    });
  const quoted = (words: string[]): string => words.map((word) => `'${word}'`).join(' ');
  const expected = lines.map(([, words]) => words);
  const has = (shell: Shell): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

  it.skipIf(!has('bash'))('offers in bash what begins as the word does (skipped where bash is absent)', () => {
    const ask = (words: string[]): string =>
      `COMP_WORDS=(${quoted(words)}); COMP_CWORD=${words.length - 1}; _pneumo; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p pneumo > /dev/null`;
    expect(offers('bash', ask)).toEqual(expected);
  });

  it.skipIf(!has('zsh'))('offers the same in zsh (skipped where zsh is absent)', () => {
    // What zsh's own completion system would be asked; it needs a terminal.
    const ask = (words: string[]): string => `words=(${quoted(words)}); CURRENT=${words.length}; _pneumo`;
    // Zsh's own completion needs a terminal: what it would be asked for is printed instead.
    const stubs = `compdef() { true }; _files() { true }; compadd() { shift; for each in "$@"; do [[ $each == \${words[CURRENT]}* ]] && print -r -- $each; done; true }`;
    expect(offers('zsh', ask, stubs)).toEqual(expected);
  });
});

describe('pneumo start and pneumo demo', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['packages/cli/bin/pneumo.mjs', ...args], { cwd: root, encoding: 'utf8' });

  it.each(['start', 'demo'])('%s takes the options that npm run takes', (name) => {
    const { stdout } = spawnSync(process.execPath, ['packages/local/bootstrap.mjs', name, '--help'], {
      cwd: root,
      encoding: 'utf8',
    });
    const theirs = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, long]) => long);
    const { command } = all.find(({ words }) => words.join() === name)!;
    const ours = optionsOf(command).map(({ long }) => long);
    expect(theirs.length).toBeGreaterThan(2);
    expect(ours).toEqual(expect.arrayContaining(theirs));
  });

  it('hands its arguments over, and ends as what it ran ends', () => {
    const started = run('start', '--trainers', 'many');
    expect([started.status, started.stderr]).toEqual([1, expect.stringContaining('--trainers many')]);
    const demo = run('demo', '--limit', '7', '--json');
    expect([demo.status, demo.stdout, demo.stderr]).toEqual([1, '', expect.stringContaining('--limit 7')]);
  });
});
