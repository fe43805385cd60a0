import { setTimeout as delay } from 'node:timers/promises';
import {
  type CommissionedPoint,
  type CommissionedVersion,
  type CommissioningReport,
  type Principal,
  SCHEMA_VERSION,
} from '../contracts/index.ts';
import { PneumoError, PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';
import type { Registry } from './registry.ts';

/** Reports of versions on local data, and the sign-offs that put a site's threshold and prior in force. */
export interface Commissionings {
  /** Newest first. */
  list(principal: Principal): Promise<CommissioningReport[]>;
  /** Throws `commissioning_not_found`. */
  report(principal: Principal, id: string): Promise<CommissioningReport>;
  /** Every sign-off for a version, oldest first: the last one is in force. */
  points(principal: Principal, version: string): Promise<readonly CommissionedPoint[]>;
  /**
   * Puts the threshold and prior of a commissioning in force for its version. Throws `commissioning_not_found`, `version_not_found`,
   * `commissioning_without_threshold`, or `commissioning_signed` when that was done before.
   */
  signOff(principal: Principal, id: string, by: { name: string; statement?: string }): Promise<CommissionedPoint>;
}

const ATTEMPTS = 20;
const LONGEST_WAIT_MS = 100;

export const createCommissionings = (store: ObjectStore, registry: Registry): Commissionings => {
  const tryReport = async ({ workspace }: Principal, id: string): Promise<CommissioningReport | undefined> => {
    const found = await store.tryGet(objectKeys.commissioning(workspace, id));
    return found === undefined ? undefined : (JSON.parse(found.bytes.toString()) as CommissioningReport);
  };

  const report = async (principal: Principal, id: string): Promise<CommissioningReport> => {
    const found = await tryReport(principal, id);
    if (found === undefined) {
      throw new PneumoError('commissioning_not_found', `There is no commissioning ${id}, or its job has not ended.`);
    }
    return found;
  };

  const read = async (
    { workspace }: Principal,
    version: string,
  ): Promise<{ points: readonly CommissionedPoint[]; etag: string | undefined }> => {
    const found = await store.tryGet(objectKeys.commissioned(workspace, version));
    if (found === undefined) return { points: [], etag: undefined };
    return { points: (JSON.parse(found.bytes.toString()) as CommissionedVersion).points, etag: found.etag };
  };

  /** One write both records the sign-off and puts it in force: there is no moment in which only one of the two is true. */
  const append = async (principal: Principal, version: string, point: CommissionedPoint): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const { points, etag } = await read(principal, version);
      if (points.some(({ commissioning }) => commissioning === point.commissioning)) {
        throw new PneumoError('commissioning_signed', `${point.commissioning} has been signed off before.`);
      }
      const next: CommissionedVersion = { schemaVersion: SCHEMA_VERSION, version, points: [...points, point] };
      const condition = etag === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: etag };
      try {
        await store.putJson(objectKeys.commissioned(principal.workspace, version), next, condition);
        return;
      } catch (error) {
        if (!(error instanceof PreconditionFailed) || attempt >= ATTEMPTS) throw error;
        await delay(Math.random() * LONGEST_WAIT_MS);
      }
    }
  };

  return {
    report,
    list: async (principal) => {
      const reports: CommissioningReport[] = [];
      for await (const id of store.listFolders(objectKeys.commissioningsFolder(principal.workspace))) {
        const found = await tryReport(principal, id);
        if (found !== undefined) reports.push(found);
      }
      return reports.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    },
    points: async (principal, version) => (await read(principal, version)).points,
    signOff: async (principal, id, { name, statement }) => {
      const { version, dataset, threshold, prevalence, ...rest } = await report(principal, id);
      if (threshold === null) throw new PneumoError('commissioning_without_threshold', rest.reason);
      await registry.version(principal, version);
      const point: CommissionedPoint = {
        commissioning: id,
        name: rest.name,
        dataset: dataset.id,
        threshold,
        prevalence,
        signOff: {
          name,
          ...(statement === undefined ? {} : { statement }),
          signedAt: new Date().toISOString(),
          keyId: principal.keyId,
        },
      };
      await append(principal, version, point);
      return point;
    },
  };
};
