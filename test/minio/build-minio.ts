import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The last commit before MinIO's repository was archived. Its releases have no semantic versions, and the Go proxy takes none of their names. */
const VERSION = 'v0.0.0-20260212201848-7aac2a2c5b7c';
const MODULE = 'github.com/minio/minio';

/**
 * Builds MinIO's server from its Go module below `cacheDir`, unless it is there already; gives the folder with `minio` in it. It takes minutes, needs Go,
 * and a module proxy. Throws where Go is absent or does not build it.
 */
export const buildMinio = async (options: {
  cacheDir: string;
  env: NodeJS.ProcessEnv;
  tell: (line: string) => void;
}): Promise<string> => {
  const folder = join(options.cacheDir, `minio-${VERSION}`);
  if (existsSync(join(folder, 'minio'))) return folder;
  await mkdir(folder, { recursive: true });
  options.tell(`building ${MODULE}@${VERSION} in ${folder}, which takes minutes`);
  const build = spawn('go', ['install', '-trimpath', '-ldflags', '-s -w', `${MODULE}@${VERSION}`], {
    stdio: 'inherit',
    env: { ...options.env, GOBIN: folder, CGO_ENABLED: '0' },
  });
  const [code] = (await once(build, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`go install ended with ${code}`);
  return folder;
};
