import { type DestinationStream, type Logger, pino } from 'pino';
import { traceFields } from './tracing.ts';

export type { Logger };

/**
 * Written through Node's own stream: pino's waits for ever at exit when the reader of the pipe is gone (sonic-boom's flush
 * retries EPIPE too), and a service whose supervisor was killed must still be able to end.
 */
const standardOutput = (): DestinationStream => {
  // Losing the reader of the log is no reason to stop working.
  process.stdout.on('error', () => undefined);
  return { write: (line) => void process.stdout.write(line) };
};

/** Structured lines, on standard output unless a destination is given. What could name a person or open a door is cut out, wherever it stands. */
export const createLogger = (service: string, level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: traceFields,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.authorization',
        '*.secretKey',
        'callbackUrl',
        '*.callbackUrl',
        'idempotencyKey',
      ],
      remove: true,
    },
  };
  return pino(options, destination ?? standardOutput());
};
