import { DISCLAIMER, type JobEvidence, type PredictionResult } from '@pneumo/shared/contracts';
import type { CommandRun } from '../cli-context.ts';
import type { Check } from './check.ts';
import { checkHeatmap, checkImage } from './check-pictures.ts';
import { checkPoint } from './check-point.ts';
import { checkRecord } from './check-record.ts';
import { checkRerun } from './check-rerun.ts';
import { checkVersion } from './check-version.ts';

/** What `pneumo verify --json` prints. */
export interface Verification {
  readonly jobId: string;
  readonly version: string;
  /** Every check that could be made holds. */
  readonly verified: boolean;
  readonly checks: readonly Check[];
  readonly evidenceSha256: string;
  readonly disclaimer: string;
}

/** Takes a prediction apart: fetches all that its evidence names, hashes it here, and makes the answer again. Throws CliError for a job without evidence. */
export const verifyJob = async (run: CommandRun, jobId: string): Promise<Verification> => {
  const given = await run.api.json<JobEvidence>(`/v1/jobs/${encodeURIComponent(jobId)}/evidence`);
  const { evidence, record } = given;
  const checks = checkRecord(jobId, given);
  const version = await checkVersion(run, evidence, given.manifestSha256);
  checks.push(...version.checks);
  const image = await checkImage(run, evidence.imageId);
  checks.push(image.check, ...(await checkHeatmap(run, given)));
  if (version.manifest !== undefined) {
    const { manifest, files } = version;
    const { point, checks: ofPoint } = await checkPoint(run, manifest, record.result as PredictionResult);
    checks.push(...ofPoint);
    if (point !== undefined && image.picture !== undefined) {
      checks.push(...(await checkRerun({ record, manifest, point, picture: image.picture, files })));
    }
  }
  return {
    jobId,
    version: evidence.version,
    verified: checks.every(({ result }) => result !== 'fails'),
    checks,
    evidenceSha256: given.evidenceSha256,
    disclaimer: DISCLAIMER,
  };
};
