import { PRETRAINED_NAMES, type PretrainedWeightsList, type Readiness } from '@pneumo/shared/contracts';
import type { Static } from 'typebox';
import type { CommandRun } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { type Finding, fault, messageLine, ok, warning } from './finding.ts';

const checkWeights = async ({ api }: CommandRun): Promise<Finding> => {
  const name = 'pretrained weights';
  try {
    const { weights } = await api.json<PretrainedWeightsList>('/v1/weights');
    const missing = PRETRAINED_NAMES.filter((wanted) => weights.every((stored) => stored.name !== wanted));
    if (missing.length === 0) return ok(name, PRETRAINED_NAMES.join(' and '));
    return warning(
      name,
      `not stored: ${missing.join(' and ')}, which cannot be trained until then`,
      missing.map((wanted) => `pneumo weights pull ${wanted}`).join('; '),
    );
  } catch (error) {
    return warning(name, `unknown: ${messageLine(error)}`, 'Give a key in PNEUMO_API_KEY.');
  }
};

/** Whether the gateway answers and finds what it needs. `expected`: whether there should be one. */
export const checkGateway = async (run: CommandRun, { expected }: { expected: boolean }): Promise<Finding[]> => {
  const { api } = run;
  try {
    const { checks } = await api.json<Static<typeof Readiness>>('/readyz');
    const found = Object.entries(checks).map(([what, state]) => `${what} ${state}`);
    return [ok('gateway', `ready at ${api.server} (${found.join(', ')})`), await checkWeights(run)];
  } catch (error) {
    const isAway = error instanceof CliError && error.exitCode === EXIT_CODES.unreachable;
    if (isAway && !expected) return [warning('gateway', `none answers at ${api.server}`, 'Start one: npm start.')];
    const mend = isAway
      ? 'Start it (npm start), see its log, or name another with --server URL.'
      : 'Mend what it names; it is ready again by itself.';
    return [fault('gateway', messageLine(error), mend)];
  }
};
