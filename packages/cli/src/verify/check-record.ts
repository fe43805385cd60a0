import { createHash } from 'node:crypto';
import { canonicalJson, type EvidenceBundle, type JobEvidence, type PredictionResult } from '@pneumo/shared/contracts';
import { sealOf } from '@pneumo/shared/runtime';
import { type Check, check, checkHash, skipped } from './check.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whether what the gateway gave is one whole: record, seal, bundle and the text that its hash is over. */
export const checkRecord = (jobId: string, given: JobEvidence): Check[] => {
  const { record, schemaVersion, evidence, recordSha256, manifestSha256 } = given;
  const bundle: EvidenceBundle = { schemaVersion, jobId, evidence, recordSha256, manifestSha256 };
  const told = canonicalJson((record.result as PredictionResult).evidence);
  return [
    checkHash('record', sha256(JSON.stringify(record)), recordSha256, 'as stored'),
    record.sealSha256 === undefined
      ? skipped('seal', 'recorded before records were sealed')
      : checkHash('seal', sealOf(record), record.sealSha256, 'all of the record but its seal'),
    check('job', record.id === jobId && given.jobId === jobId, `the record is of the job ${record.id}`),
    check('bundle', canonicalJson(evidence) === told, 'the evidence is the one that was recorded with the answer'),
    checkHash('evidence', sha256(canonicalJson(bundle)), given.evidenceSha256, 'canonical JSON of the bundle'),
  ];
};
