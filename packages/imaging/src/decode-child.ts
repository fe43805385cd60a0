/** One decoder process: takes an image, answers, waits for the next. Started by `createDecodePool` only. */
import sharp from 'sharp';
import { canonicalise } from './canonicalise.ts';
import type { DecodeReply, DecodeRequest } from './decode-protocol.ts';
import { areCodecsWorn } from './dicom/codecs/wasm-codecs.ts';
import { ImageError } from './image-error.ts';

// One image per process: parallelism is the pool's, and a cache would only hold memory.
sharp.cache(false);
sharp.concurrency(1);

process.on('disconnect', () => process.exit());
process.on('message', (request: DecodeRequest) => {
  void answer(request).then(send);
});
send({ kind: 'ready' });

async function answer({ bytes, limits }: DecodeRequest): Promise<DecodeReply> {
  try {
    return { kind: 'decoded', image: await canonicalise(bytes, limits), last: areCodecsWorn() };
  } catch (error) {
    // Anything else (out of memory, say) leaves this process in doubt: it ends, and the pool takes a fresh one.
    if (!(error instanceof ImageError)) throw error;
    const identity = error.identity();
    return {
      kind: 'refused',
      code: error.code,
      message: error.message,
      last: areCodecsWorn(),
      ...(identity === undefined ? {} : { identity }),
    };
  }
}

function send(reply: DecodeReply): void {
  process.send?.(reply);
}
