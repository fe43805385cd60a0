import { pixelHashHead, readCanonicalForm, unfilterGrey } from '@pneumo/imaging/pure';
import { ReproductionError } from './reproduction-error.ts';
import { sha256 } from './sha256.ts';

interface DecodedPicture {
  /** One byte per pixel, row by row. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** False where this browser computes no hashes. */
  readonly isVerified: boolean;
}

const ADVICE = 'Reload the page; if it happens again, tell the operator.';

/**
 * A canonical PNG -> the pixels that the server saw. Decoded here and not by the browser, whose colour management may change greys. Throws
 * ReproductionError unless they are the pixels that `imageId` names.
 */
export const decodePicture = async (bytes: Uint8Array, imageId: string): Promise<DecodedPicture> => {
  const form = readCanonicalForm(bytes);
  if (form === undefined) throw new ReproductionError('The picture that came is not in canonical form.', ADVICE);
  const { width, height, deflated } = form;
  const inflated = new Blob([deflated as BlobPart]).stream().pipeThrough(new DecompressionStream('deflate'));
  const rows = await new Response(inflated).arrayBuffer().catch(() => undefined);
  const pixels =
    rows?.byteLength === (width + 1) * height ? unfilterGrey(new Uint8Array(rows), width, height) : undefined;
  if (pixels === undefined) throw new ReproductionError('The picture that came is damaged.', ADVICE);
  const head = pixelHashHead(width, height);
  const hashed = new Uint8Array(head.length + pixels.length);
  hashed.set(head);
  hashed.set(pixels, head.length);
  const hash = await sha256(hashed);
  if (hash !== undefined && hash !== imageId) {
    throw new ReproductionError(
      `The picture that came is not the one that was assessed: its pixels have the hash ${hash}, not ${imageId}.`,
      ADVICE,
    );
  }
  return { pixels, width, height, isVerified: hash !== undefined };
};
