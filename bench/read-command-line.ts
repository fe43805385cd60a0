import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf } from '../packages/shared/src/runtime/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

export interface CommandLine<T extends Options> {
  readonly values: ReturnType<typeof parseArgs<{ options: T }>>['values'];
  /** Ends the process with 2, for values that do not do. */
  readonly refuse: (why: string) => never;
}

/** What a bench is asked for. Ends the process after `--help`, and with 2 for an option that it does not have. */
export const readCommandLine = <const T extends Options>(usage: string, options: T): CommandLine<T> => {
  const refuse = (why: string): never => {
    process.stderr.write(`${why}\n\n${usage.trimEnd()}\n`);
    process.exit(2);
  };
  const withHelp: Options = { ...options, help: { type: 'boolean' } };
  try {
    const { values } = parseArgs({ options: withHelp });
    if (values.help !== true) return { values: values as CommandLine<T>['values'], refuse };
  } catch (error) {
    return refuse(messageOf(error));
  }
  process.stdout.write(`${usage.trimEnd()}\n`);
  process.exit(0);
};
