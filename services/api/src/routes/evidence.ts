import { createHash } from 'node:crypto';
import {
  canonicalJson,
  DISCLAIMER,
  type Evidence,
  type EvidenceBundle,
  JobEvidence,
  JobId,
  type JobRecord,
  type PredictionResult,
  SCHEMA_VERSION,
} from '@pneumo/shared/contracts';
import { canonicalSha256, objectKeys, PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

const evidenceOf = ({ kind, result }: JobRecord): Evidence | undefined =>
  kind === 'prediction' ? (result as PredictionResult | undefined)?.evidence : undefined;

export const addEvidenceRoutes = (v1: App, { runtime }: ApiDeps): void => {
  const { store, reader, registry } = runtime;

  v1.get(
    '/jobs/:id/evidence',
    {
      schema: {
        operationId: 'getEvidence',
        summary: 'What made an answer, with the hashes of record, version and bundle: what `pneumo verify` recomputes',
        tags: ['predictions'],
        params: Type.Object({ id: JobId }),
        response: { 200: JobEvidence },
      },
      config: { api: { scopes: ['predict'], errors: ['job_not_found', 'job_not_finished', 'evidence_not_found'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const { id } = request.params;
      const stored = await store.tryGet(objectKeys.record(principal.workspace, id));
      if (stored === undefined) {
        await reader.read(principal, id);
        throw new PneumoError('job_not_finished', `The job ${id} has not ended.`);
      }
      const record = JSON.parse(stored.bytes.toString()) as JobRecord;
      const evidence = evidenceOf(record);
      if (evidence === undefined) throw new PneumoError('evidence_not_found', `The job ${id} gave no answer.`);
      const manifest = await registry.tryVersion(principal, evidence.version);
      const bundle: EvidenceBundle = {
        schemaVersion: SCHEMA_VERSION,
        jobId: id,
        evidence,
        recordSha256: sha256(stored.bytes),
        manifestSha256: manifest === undefined ? null : canonicalSha256(manifest),
      };
      const canonical = canonicalJson(bundle);
      return { ...bundle, canonical, evidenceSha256: sha256(canonical), record, disclaimer: DISCLAIMER };
    },
  );
};
