import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { openRedis, openStore, readLocalEnv } from '../../packages/local/src/index.ts';
import { findFreePort } from '../../packages/local/src/process/free-port.ts';
import { imageConfigOf, parseDockerfile } from '../images/parse-dockerfile.ts';
import { assembleRuntime } from './assemble.ts';

import { startImageProcess } from './image-process.ts';
import { type ImageService, imageServices } from './image-services.ts';
import { fingerprintOf, makeReadOnly } from './read-only-tree.ts';
import { chooseAccount } from './run-as.ts';
import { answers, tryServices } from './try-services.ts';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const READY_MS = 90_000;

type Closer = () => Promise<unknown>;

/**
 * Assembles the three runtime folders below `work`, takes the right to write from all of them, and starts them with their images' commands as an
 * unprivileged user on a real Redis and a real store; then runs the main job. Throws at the first that fails. `closers` gets what is to be
 * ended, last-in first-out, also then.
 */
export const checkRuntime = async (
  work: string,
  options: { readonly closers: Closer[]; readonly tell: (line: string) => void },
): Promise<void> => {
  const { closers, tell } = options;
  const account = chooseAccount();
  tell(`services run as ${account.description}`);
  await chmod(work, 0o755);
  const tree = join(work, 'tree');
  for (const service of imageServices) {
    await assembleRuntime(service, join(tree, service));
    const { stdout } = await run('du', ['-sm', join(tree, service)]);
    tell(`assembled ${service}: ${stdout.split('\t')[0]} MB`);
  }
  // Node itself may lie where nobody but us can look.
  const node = join(tree, 'bin', 'node');
  await mkdir(join(tree, 'bin'));
  await copyFile(process.execPath, node);
  await makeReadOnly(tree);
  const before = await fingerprintOf(tree);

  const data = join(work, 'data');
  const temporary = join(work, 'tmp');
  const backends = join(work, 'backends');
  for (const folder of [data, temporary, backends]) await mkdir(folder);
  for (const folder of [data, temporary]) await chown(folder, account.uid, account.gid);
  for (const path of [
    join(tree, 'api', 'written'),
    join(tree, 'api/packages/shared/src/written'),
    join(work, 'written'),
  ]) {
    const write = `require('node:fs').writeFileSync(${JSON.stringify(path)}, '')`;
    const wasRefused = await run(node, ['-e', write], { ...account.ids, cwd: '/' }).then(
      () => false,
      () => true,
    );
    if (!wasRefused) throw new Error(`${path} could be written`);
  }
  tell('the tree cannot be written');

  const { path } = readLocalEnv();
  const log = (): void => undefined;
  const redis = await openRedis({
    redisUrl: undefined,
    dataDir: backends,
    path,
    isRoot: account.uid !== process.getuid?.(),
    log,
  });
  closers.push(async () => redis.process?.stop(10_000));
  const store = await openStore({ given: undefined, dataDir: backends, path, log });
  closers.push(async () => store.process?.stop(10_000));
  tell(`Redis: ${redis.kind}, store: ${store.kind}`);

  const key = `pneumo_${randomBytes(24).toString('base64url')}`;
  const keyFile = join(data, 'admin-key');
  await writeFile(keyFile, key, { mode: 0o400 });
  await chown(keyFile, account.uid, account.gid);
  const stages = parseDockerfile(await readFile(join(ROOT, 'Dockerfile'), 'utf8'));
  const start = async (service: ImageService): Promise<{ url: string; ended: Promise<never> }> => {
    const port = String(await findFreePort());
    const started = startImageProcess({
      service,
      folder: join(tree, service),
      node,
      image: imageConfigOf(stages, service),
      account,
      environment: {
        HOME: temporary,
        TMPDIR: temporary,
        REDIS_URL: redis.url,
        S3_ENDPOINT: store.settings.endpoint,
        S3_ACCESS_KEY: store.settings.accessKey,
        S3_SECRET_KEY: store.settings.secretKey,
        S3_BUCKET: store.settings.bucket,
        // Here, unlike in a container, 0.0.0.0 would be the network.
        ...(service === 'api'
          ? { PNEUMO_HOST: '127.0.0.1', PNEUMO_PORT: port, PNEUMO_ADMIN_KEY_FILE: keyFile }
          : { PNEUMO_METRICS_HOST: '127.0.0.1', PNEUMO_METRICS_PORT: port, PNEUMO_CACHE_DIR: join(data, service) }),
      },
    });
    closers.push(async () => {
      const code = await started.stop();
      if (code !== 0) throw new Error(`${service} ended with ${code}:\n${started.lines.join('\n')}`);
    });
    const { stdout } = await run('ps', ['-o', 'uid=', '-p', String(started.pid)]);
    if (Number(stdout) !== account.uid) throw new Error(`${service} runs as user ${stdout.trim()}`);
    return { url: `http://127.0.0.1:${port}`, ended: started.ended };
  };
  const services: Awaited<ReturnType<typeof start>>[] = [];
  for (const service of imageServices) services.push(await start(service));
  const ends = services.map(({ ended }) => ended);
  await Promise.race([Promise.all(services.map(({ url }) => answers(`${url}/readyz`, READY_MS))), ...ends]);
  tell('all three are ready');
  await Promise.race([tryServices(services[0]!.url, key, tell), ...ends]);
  if ((await fingerprintOf(tree)) !== before) throw new Error('the tree was changed');
  tell('the tree is as it was');
};
