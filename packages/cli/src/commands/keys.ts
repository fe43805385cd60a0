import { KEY_TRUSTED_SECONDS, LOCAL_KEY_ID, SCOPES, type Scope } from '@pneumo/shared/contracts';
import type { ApiKeyInfo } from '@pneumo/shared/runtime';
import { type Command, InvalidArgumentError } from 'commander';
import { type CliContext, type CommonOptions, createRun, withCommonOptions } from '../cli-context.ts';
import { CliError, EXIT_CODES } from '../cli-error.ts';
import { withExamples } from '../examples.ts';
import { workspaceOption } from '../operator/workspace-option.ts';
import { tableLines } from '../output/table.ts';

interface CreateOptions extends CommonOptions {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly workspace?: string;
  readonly expires?: string;
}

const parseScopes = (text: string, before: readonly Scope[] = []): Scope[] => {
  const names = text.split(',').filter(Boolean);
  const unknown = names.find((name) => !SCOPES.some((scope) => scope === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`${unknown} is none of ${SCOPES.join(', ')}.`);
  return [...new Set([...before, ...(names as Scope[])])];
};

const DAY_MS = 24 * 3_600_000;

/** `90d`, or a day such as 2027-01-31 -> a time that lies ahead. */
const parseExpiry = (text: string): string => {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const ms = days === undefined ? Date.parse(text) : Date.now() + Number(days) * DAY_MS;
  if (!Number.isFinite(ms) || ms <= Date.now()) {
    throw new InvalidArgumentError(
      'A number of days such as 90d, or a time that lies ahead such as 2099-01-31, is wanted.',
    );
  }
  return new Date(ms).toISOString();
};

const stateOf = ({ revokedAt, expiresAt }: ApiKeyInfo): string => {
  if (revokedAt !== undefined) return `revoked ${revokedAt}`;
  if (expiresAt === undefined) return 'valid';
  return `${Date.parse(expiresAt) <= Date.now() ? 'expired' : 'valid until'} ${expiresAt}`;
};

const AFTER_HELP = `
Works on the store itself, as an operator: beside a local start, or with S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY as the services have them.`;

/** Only when it is needed: what speaks to the store takes a while to load. */
const loadKeys = () => import('../operator/with-keys.ts');

export const addKeyCommands = (program: Command, context: CliContext): void => {
  const keys = withExamples(
    program.command('keys').description('API keys, each of one workspace').addHelpText('after', AFTER_HELP),
    'pneumo keys create --name "reading room" --scopes predict,review',
  );

  withCommonOptions(
    keys
      .command('create')
      .description('make a key; its text is shown now and never again')
      .requiredOption('--name <text>', 'whose or what for; shown in lists, and kept with the key')
      .requiredOption('--scopes <names...>', `what it may: of ${SCOPES.join(', ')}`, parseScopes)
      .addOption(workspaceOption())
      .option('--expires <when>', 'after so many days, such as 90d, or at a time (default: never)', parseExpiry)
      .addHelpText('after', AFTER_HELP),
    {
      server: false,
      examples: [
        'pneumo keys create --name "reading room" --scopes predict,review',
        'pneumo keys create --name pipeline --scopes predict --workspace radiology --expires 90d --json',
      ],
    },
  ).action(async (options: CreateOptions) => {
    const run = createRun(context, options);
    const { withKeys } = await loadKeys();
    const { name, scopes, expires } = options;
    const expiry = expires === undefined ? {} : { expiresAt: expires };
    const made = await withKeys(
      context.env,
      async (apiKeys, usual) => {
        const isFirst = !(await apiKeys.any());
        const workspace = options.workspace ?? usual;
        return { isFirst, workspace, ...(await apiKeys.create({ workspace, scopes, name, ...expiry })) };
      },
      // The first key of an installation can come before its first start.
      { makeBucket: true },
    );
    const { key, keyId, workspace, isFirst } = made;
    run.print({ key, keyId, workspace, name, scopes, ...expiry }, [
      key,
      `  id ${keyId}, workspace ${workspace}, scopes ${scopes.join(', ')}${expires === undefined ? '' : `, until ${expires}`}`,
      '  Keep it now: only a hash of it is stored. Use it as PNEUMO_API_KEY, or as Authorization: Bearer KEY.',
    ]);
    if (isFirst) {
      run.progress.say(
        `This is the first key: within ${KEY_TRUSTED_SECONDS} seconds a gateway that was open on this machine asks everybody for one.`,
      );
    }
  });

  withCommonOptions(
    keys
      .command('list')
      .description('keys without their text, oldest first')
      .addOption(workspaceOption())
      .option('--all', 'of all workspaces'),
    { server: false, examples: ['pneumo keys list', 'pneumo keys list --all --json'] },
  ).action(async (options: CommonOptions & { workspace?: string; all?: boolean }) => {
    const run = createRun(context, options);
    const { withKeys } = await loadKeys();
    const { all = false } = options;
    const { stored, workspace } = await withKeys(context.env, async (apiKeys, usual) => ({
      stored: await apiKeys.list(),
      workspace: options.workspace ?? usual,
    }));
    const shown = all ? stored : stored.filter((info) => info.workspace === workspace);
    const rows = shown.map((info) => [
      info.keyId,
      info.workspace,
      info.name,
      info.scopes.join(' '),
      info.createdAt,
      stateOf(info),
    ]);
    const none = all ? 'No key is stored.' : `No key of the workspace ${workspace} is stored.`;
    run.print(
      { keys: shown },
      rows.length === 0 ? [none] : tableLines(['id', 'workspace', 'name', 'scopes', 'made', 'state'], rows),
    );
  });

  withCommonOptions(
    keys
      .command('revoke')
      .description(`end a key for ever; gateways refuse it within ${KEY_TRUSTED_SECONDS} seconds`)
      .argument('<id>', 'id of the key, as keys list shows it'),
    { server: false, examples: ['pneumo keys revoke 3f9a1c0d5b7e2468'] },
  ).action(async (keyId: string, options: CommonOptions) => {
    const run = createRun(context, options);
    if (!/^[0-9a-f]{16}$/.test(keyId)) {
      const hint = keyId === LOCAL_KEY_ID ? ' local stands for everybody while there are no keys.' : '';
      throw new CliError(`${keyId} is no id of a key: pneumo keys list shows them.${hint}`, EXIT_CODES.usage);
    }
    const { withKeys } = await loadKeys();
    const revoked = await withKeys(context.env, (apiKeys) => apiKeys.revoke(keyId));
    if (revoked === undefined)
      throw new CliError(`There is no key ${keyId}: pneumo keys list --all shows those that are.`);
    run.print(revoked, [
      `Revoked ${revoked.name} (${keyId}) at ${revoked.revokedAt ?? ''}: gateways refuse it within ${KEY_TRUSTED_SECONDS} seconds of that.`,
    ]);
  });
};
