import Type, { type Static } from 'typebox';
import { JobId, Sha256 } from '../identifiers.ts';
import { JobRecord } from '../job.ts';
import { Evidence } from '../job-results.ts';
import { SchemaVersion } from '../schema-version.ts';

/** What made an answer, and the hashes of where that is written. */
export const EvidenceBundle = Type.Object({
  schemaVersion: SchemaVersion,
  jobId: JobId,
  evidence: Evidence,
  recordSha256: Type.Unsafe<string>({ ...Sha256, description: 'Of the record’s bytes as they are stored' }),
  manifestSha256: Type.Union(
    [
      Type.Unsafe<string>({
        ...Sha256,
        description: 'Of the version’s manifest as it is stored now, as canonical JSON (RFC 8785)',
      }),
      Type.Null(),
    ],
    { description: 'null: the version was deleted' },
  ),
});
export type EvidenceBundle = Static<typeof EvidenceBundle>;

/** `GET /v1/jobs/:id/evidence`. */
export const JobEvidence = Type.Object({
  ...EvidenceBundle.properties,
  canonical: Type.String({ description: 'The members above as canonical JSON (RFC 8785)' }),
  evidenceSha256: Type.Unsafe<string>({ ...Sha256, description: 'Of that text in UTF-8' }),
  record: Type.Unsafe<JobRecord>({ ...JobRecord, description: 'Request and outcome, as stored' }),
  disclaimer: Type.String(),
});
export type JobEvidence = Static<typeof JobEvidence>;
