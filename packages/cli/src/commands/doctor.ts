import type { Command } from 'commander';
import { type CliContext, type CommandRun, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import type { Finding } from '../doctor/finding.ts';
import { readLocalStart } from '../local-start.ts';
import type { OperatorSettings } from '../operator/operator-settings.ts';
import { counted } from '../output/figures.ts';

const MARKS = { ok: '✓', warning: '!', fault: '✗' } as const;

/** Where Redis and the store are; undefined where nothing says so. */
const settingsOf = async ({ context }: CommandRun): Promise<OperatorSettings | undefined> => {
  // Loaded only now, as all that is examined with: other commands need none of it.
  const { operatorAccess } = await import('../operator/operator-settings.ts');
  try {
    return operatorAccess(context.env).settings;
  } catch (error) {
    if (error instanceof CliError && error.exitCode === EXIT_CODES.unreachable) return undefined;
    throw error;
  }
};

interface DoctorOptions extends CommonOptions {
  readonly engines: boolean;
}

const examine = async (run: CommandRun, options: DoctorOptions): Promise<Finding[]> => {
  const { env } = run.context;
  const settings = await settingsOf(run);
  const isExpected = readLocalStart(env.dataDir) !== undefined || Boolean(options.server ?? env.server ?? env.port);
  const [machine, { checkRedis }, { checkStore }, { checkGateway }, { checkEngines }] = await Promise.all([
    import('../doctor/check-machine.ts'),
    import('../doctor/check-redis.ts'),
    import('../doctor/check-store.ts'),
    import('../doctor/check-gateway.ts'),
    import('../doctor/check-engines.ts'),
  ]);
  const gpus = await machine.findGpus(env);
  const steps = [
    async () => [machine.checkNode(process.version), machine.checkMemory(), await machine.checkDisk(env)],
    () => checkRedis(settings, env),
    () => checkStore(settings, env),
    () => checkGateway(run, { expected: isExpected }),
    async () => [machine.checkGpu(gpus), ...(options.engines ? await checkEngines(env, gpus) : [])],
  ];
  let done = 0;
  const show = (): void => run.progress.show({ stage: 'looking', done, total: steps.length, unit: 'parts' });
  show();
  const findings = await Promise.all(
    steps.map(async (step) => {
      const found = await step();
      done += 1;
      show();
      return found;
    }),
  );
  run.progress.clear();
  return findings.flat();
};

const linesOf = (findings: readonly Finding[]): string[] => {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings.flatMap(({ name, state, detail, mend }) => [
    `${MARKS[state]} ${state.padEnd(7)}  ${name.padEnd(width)}  ${detail}`,
    ...(mend === undefined ? [] : [`${' '.repeat(width + 13)}-> ${mend}`]),
  ]);
};

export const addDoctorCommand = (program: Command, context: CliContext): void => {
  withCommonOptions(
    program
      .command('doctor')
      .description(
        'look at all that Pneumo needs, and say how to mend what is missing; exit code 1 if something needed is',
      )
      .option('--no-engines', 'do not try the engines, which takes some seconds')
      .addHelpText(
        'after',
        '\nLooks at Node, memory, disk, Redis, the store, the gateway, workers, GPUs and engines (each really tried). Nothing is changed but one object that is put into the store and removed again.',
      ),
    { examples: ['pneumo doctor', 'pneumo doctor --no-engines --json'] },
  ).action(async (options: DoctorOptions) => {
    const run = createRun(context, options);
    const findings = await examine(run, options);
    const faults = findings.filter(({ state }) => state === 'fault');
    run.print({ healthy: faults.length === 0, findings }, linesOf(findings));
    if (faults.length > 0) {
      throw new CliError(`${counted(faults.length, 'fault')}: ${faults.map(({ name }) => name).join(', ')}.`);
    }
  });
};
