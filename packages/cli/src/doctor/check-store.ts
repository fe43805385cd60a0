import { randomUUID } from 'node:crypto';
import { type ObjectStore, objectKeys, PreconditionFailed } from '@pneumo/shared/runtime';
import type { CliEnv } from '../env.ts';
import { openStore, storeFaultOf } from '../operator/open-store.ts';
import type { OperatorSettings } from '../operator/operator-settings.ts';
import { outputOf } from './check-machine.ts';
import { type Finding, fault, messageLine, ok } from './finding.ts';

const AWAY =
  'Start it (a local start does: npm start), or set S3_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY and S3_BUCKET to one that runs.';

/** Puts an object twice, on condition that it is not there: the second must be refused, or outcomes could be overwritten. */
const checkConditionalPuts = async (store: ObjectStore): Promise<Finding> => {
  const name = 'conditional puts';
  const key = objectKeys.probe(randomUUID());
  try {
    await store.put(key, 'first', { ifNoneMatch: '*' });
    await store.put(key, 'second', { ifNoneMatch: '*' });
    return fault(
      name,
      'the store ignores If-None-Match',
      'Use a store that heeds it: MinIO, AWS S3, or the embedded one.',
    );
  } catch (error) {
    if (error instanceof PreconditionFailed) return ok(name, 'heeded');
    return fault(name, messageLine(error), 'Let the access key put, get, list and delete objects in the bucket.');
  } finally {
    await store.delete(key).catch(() => undefined);
  }
};

/** The store that is in use; where none is, which one a local start would run. */
export const checkStore = async (settings: OperatorSettings | undefined, env: CliEnv): Promise<Finding[]> => {
  if (settings === undefined) {
    const minio = await outputOf('minio', ['--version'], env);
    return [ok('store', `not started; npm start would run ${minio === undefined ? 'the embedded one' : 'MinIO'}`)];
  }
  const store = openStore(settings);
  try {
    await store.ping();
    const place = `${settings.S3_ENDPOINT}, bucket ${settings.S3_BUCKET}`;
    return [ok('store', place), await checkConditionalPuts(store)];
  } catch (error) {
    return [fault('store', messageLine(storeFaultOf(error, settings)), AWAY)];
  } finally {
    store.close();
  }
};
