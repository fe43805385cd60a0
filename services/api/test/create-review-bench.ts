import { encodeCanonicalPng, hashPixels } from '@pneumo/imaging';
import { drawPhantom } from '@pneumo/imaging/pure';
import {
  DISCLAIMER,
  type FilmDescription,
  OUTCOME_WORDS,
  type Outcome,
  type PredictionResult,
  type Scope,
  type Warning,
} from '@pneumo/shared/contracts';
import { objectKeys } from '@pneumo/shared/runtime';
import type { LightMyRequestResponse } from 'fastify';
import { createTestApp, type TestApp } from './create-test-app.ts';

const ESTIMATE = { value: 0.9, low: 0.8, high: 0.95 };

export interface PredictedAs {
  readonly outcome?: Outcome;
  readonly probability?: number;
  readonly version?: string;
  /** 64 hexadecimal digits. */
  readonly patient?: string;
  readonly warnings?: Warning[];
}

export interface ReviewBench extends TestApp {
  /** A prediction that has succeeded, of an image of its own. */
  predicted(as?: PredictedAs): Promise<{ job: string; imageId: string }>;
  /** A key by this name; its id is the reader's. */
  addKey(name: string, scopes: readonly Scope[], workspace?: string): Promise<string>;
  ask(name: string, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object): Promise<LightMyRequestResponse>;
}

const resultOf = (
  imageId: string,
  { outcome = 'pneumonia', probability = 0.9, version = 'compact-1', warnings = [] }: PredictedAs,
) =>
  ({
    outcome,
    outcomeInWords: OUTCOME_WORDS[outcome],
    probability,
    logits: [0, 2],
    threshold: 0.5,
    model: { alias: 'champion', version },
    operatingPoint: { sensitivity: ESTIMATE, specificity: ESTIMATE, measuredOn: 'test' },
    warnings,
    evidence: {
      version,
      artifacts: {},
      imageId,
      preprocessing: { name: 'squash', imageSize: 32 },
      calibration: { scale: 1, bias: 0, calibratedAtPrevalence: 0.5 },
      threshold: { value: 0.5, rule: 'fixed' },
      engine: { name: 'onnx', provider: 'cpu', version: '1' },
      codeVersion: 'test',
    },
    disclaimer: DISCLAIMER,
  }) satisfies PredictionResult;

/** A gateway with finished predictions to review. With keys in use unless they are said not to be. */
export const createReviewBench = async ({ openWithoutKeys = false } = {}): Promise<ReviewBench> => {
  const test = await createTestApp({ openWithoutKeys });
  const keys = new Map<string, string>();
  let drawn = 0;
  return {
    ...test,
    predicted: async (as = {}) => {
      drawn += 1;
      const picture = drawPhantom({ seed: drawn, label: 'normal', size: { width: 40, height: 32 } });
      const imageId = hashPixels(picture.pixels, picture.width, picture.height);
      await test.runtime.store.put(objectKeys.image('default', imageId), encodeCanonicalPng(picture));
      const film: FilmDescription | undefined =
        as.patient === undefined ? undefined : { format: 'dicom', patient: as.patient, warnings: [] };
      const { id } = await test.runtime.jobs.accept(
        { ...test.principal, keyId: 'archive' },
        {
          id: test.runtime.jobs.newJobId(),
          kind: 'prediction',
          input: {
            imageId,
            model: 'champion',
            explain: false,
            abstain: true,
            priority: 'routine',
            ...(film === undefined ? {} : { film }),
          },
        },
      );
      await test.end(id, { result: resultOf(imageId, as) });
      return { job: id, imageId };
    },
    addKey: async (name, scopes, workspace = 'default') => {
      const { key, keyId } = await test.apiKeys.create({ workspace, scopes, name });
      keys.set(name, key);
      return keyId;
    },
    ask: (name, method, url, payload) => {
      const key = keys.get(name);
      return test.app.inject({
        method,
        url,
        headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
        ...(payload === undefined ? {} : { payload }),
      });
    },
  };
};
