import { writeFile } from 'node:fs/promises';
import { createLogger, createRuntime, createShutdown } from '@pneumo/shared/runtime';
import { createApp } from '../app.ts';

/** A port on which nothing listens: the gateway describes itself without Redis and without a store. */
const NOBODY = '127.0.0.1:1';

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('Usage: write-document.ts FILE\n');
  process.exit(2);
}
const logger = createLogger('api', 'silent');
const shutdown = createShutdown(logger);
const runtime = await createRuntime(
  {
    REDIS_URL: `redis://${NOBODY}`,
    S3_ENDPOINT: `http://${NOBODY}`,
    S3_ACCESS_KEY: 'none',
    S3_SECRET_KEY: 'none',
    S3_REGION: 'us-east-1',
    S3_BUCKET: 'none',
    S3_PATH_STYLE: true,
    PNEUMO_QUEUE_PREFIX: '{none}',
  },
  logger,
  shutdown,
);
const unasked = (): never => {
  throw new Error('nothing is asked of this gateway but its description');
};
const app = await createApp({
  runtime,
  decodePool: { decode: unasked },
  authenticator: { isOpen: unasked, authenticate: unasked },
  settings: {
    codeVersion: 'none',
    callbackHosts: [],
    maxImageBytes: 1,
    maxPixels: 1,
    maxArchiveBytes: 1,
    maxStudyBytes: 1,
    maxStudyInstances: 1,
    rateLimitPerMinute: 0,
  },
});
shutdown.add('http', () => app.close());
await writeFile(file, `${JSON.stringify(app.swagger(), null, 2)}\n`);
await shutdown.run('the description is written');
