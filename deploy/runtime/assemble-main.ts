import { resolve } from 'node:path';
import { messageOf } from '../../packages/shared/src/runtime/errors.ts';
import { assembleRuntime } from './assemble.ts';
import { imageServices, isImageService } from './image-services.ts';

/* `pnpm runtime:assemble SERVICE OUT`: what the Dockerfile runs, too. */

const [service, out] = process.argv.slice(2);
if (!isImageService(service) || out === undefined) {
  console.error(`Usage: pnpm runtime:assemble ${imageServices.join('|')} OUT`);
  process.exitCode = 2;
} else {
  try {
    await assembleRuntime(service, resolve(out));
    console.log(`${service}: assembled in ${out}`);
  } catch (error) {
    console.error(`runtime:assemble: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
