import { WorkspaceName } from '@pneumo/shared/contracts';
import { InvalidArgumentError, Option } from 'commander';
import { Value } from 'typebox/value';

const parseWorkspace = (text: string): string => {
  if (Value.Check(WorkspaceName, text)) return text;
  throw new InvalidArgumentError('Small letters, digits and hyphens are wanted.');
};

export const workspaceOption = (): Option =>
  new Option(
    '--workspace <name>',
    'workspace (default: PNEUMO_WORKSPACE, else that of the local start, else default)',
  ).argParser(parseWorkspace);
