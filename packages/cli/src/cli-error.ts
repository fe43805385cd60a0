/** What the process exits with. */
export const EXIT_CODES = {
  done: 0,
  /** The work failed or was refused. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The server, or the site of a download, cannot be reached. */
  unreachable: 3,
  /** Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** A fault that is told to the caller in one line, which says what to do. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  /** Code of the gateway's problem, where it refused. */
  readonly code: string | undefined;

  constructor(message: string, exitCode: ExitCode = EXIT_CODES.failed, options: ErrorOptions & { code?: string } = {}) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.code = options.code;
  }
}
