import assert from 'node:assert/strict';
import { encodePhantomPng } from '../../../packages/imaging/src/index.ts';
import { drawPhantom } from '../../../packages/imaging/src/pure/index.ts';
import { phantomJpeg } from '../archives.ts';
import type { Answer, Http } from '../http.ts';

const CLAIMED_PIXELS = 10_000;

/** A picture whose header claims 100 megapixels. */
const hugePng = (): Buffer => {
  const png = Buffer.from(encodePhantomPng(drawPhantom({ seed: 1, label: 'normal' })));
  png.writeUInt32BE(CLAIMED_PIXELS, 16);
  png.writeUInt32BE(CLAIMED_PIXELS, 20);
  return png;
};

/** Sends what must be refused, and expects a problem with the code that tells why. */
export const refuseBadInput = async (http: Http): Promise<void> => {
  const good = await phantomJpeg(5, 'normal');
  const training = (body: Record<string, string>): Promise<Answer> => http.call('POST', '/v1/trainings', body);
  const cases: [string, Promise<Answer>, number, string][] = [
    ['a text file', http.postImage(Buffer.from('this is not a picture')), 415, 'image_unsupported_format'],
    ['an empty file', http.postImage(new Uint8Array()), 400, 'empty_file'],
    ['an empty body', http.call('POST', '/v1/predictions'), 400, 'missing_file'],
    ['100 megapixels', http.postImage(hugePng()), 413, 'image_too_large'],
    ['a truncated picture', http.postImage(good.slice(0, good.length / 2)), 422, 'image_unreadable'],
    ['an unknown alias', http.postImage(good, { model: 'nobody' }), 404, 'model_not_found'],
    ['an unknown data set', training({ dataset: 'ds-none', architecture: 'compact' }), 404, 'dataset_not_found'],
    ['an unknown network', training({ dataset: 'ds-none', architecture: 'transformer' }), 400, 'validation_failed'],
    ['an unknown job', http.call('GET', '/v1/jobs/019b0000-0000-7000-8000-000000000000'), 404, 'job_not_found'],
  ];
  for (const [what, answer, status, code] of cases) {
    const problem = await http.problemOf(answer);
    assert.deepEqual({ what, status: problem.status, code: problem.code }, { what, status, code });
    assert.match(problem.contentType ?? '', /application\/problem\+json/);
  }
};
