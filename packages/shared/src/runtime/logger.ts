import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Structured lines, on standard output unless a destination is given. What could name a person or open a door is cut out, wherever it stands. */
export const createLogger = (service: string, level: string, destination?: DestinationStream): Logger => {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
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
  return destination === undefined ? pino(options) : pino(options, destination);
};
