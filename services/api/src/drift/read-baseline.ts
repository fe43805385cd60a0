import { addDriftSums, noDriftSums } from '@pneumo/models/monitoring';
import {
  type CommissionedSums,
  type DriftReport,
  type DriftSums,
  type FirstPredictions,
  type Principal,
  SCHEMA_VERSION,
} from '@pneumo/shared/contracts';
import {
  type FoundCountFile,
  objectKeys,
  PreconditionFailed,
  type Runtime,
  readCountFiles,
} from '@pneumo/shared/runtime';

/** Local predictions that make a baseline, and images that a commissioning must have for one. */
export const FIRST_PREDICTIONS = 500;
const COMMISSIONED_MIN = 100;

export interface FoundBaseline {
  readonly shown: NonNullable<DriftReport['baseline']>;
  readonly sums: DriftSums;
  /** Files of counts that it is made of: what is compared with it must not hold them. */
  readonly files: ReadonlySet<string>;
}

type Deps = Pick<Runtime, 'store' | 'commissionings'>;

const ofCommissioning = async (
  { store, commissionings }: Deps,
  principal: Principal,
  version: string,
): Promise<FoundBaseline | undefined> => {
  const point = (await commissionings.points(principal, version)).at(-1);
  if (point === undefined) return undefined;
  const found = await store.tryGet(objectKeys.commissioningDrift(principal.workspace, point.commissioning));
  if (found === undefined) return undefined;
  const { sums } = JSON.parse(found.bytes.toString()) as CommissionedSums;
  if (sums.predictions < COMMISSIONED_MIN) return undefined;
  return {
    shown: { from: 'commissioning', commissioning: point.commissioning, images: sums.predictions },
    sums,
    files: new Set(),
  };
};

const shownFirst = ({ since, until, sums, files }: FirstPredictions): FoundBaseline => ({
  shown: { from: 'first-predictions', since, until, images: sums.predictions },
  sums,
  files: new Set(files),
});

const readFirst = async (
  { store }: Deps,
  { workspace }: Principal,
  version: string,
): Promise<FirstPredictions | undefined> => {
  const found = await store.tryGet(objectKeys.driftBaseline(workspace, version));
  return found === undefined ? undefined : (JSON.parse(found.bytes.toString()) as FirstPredictions);
};

/** The oldest files that will not change any more, until they hold enough; how many there are where they do not. */
const collectFirst = async (
  { store }: Deps,
  { workspace }: Principal,
  version: string,
): Promise<FirstPredictions | number> => {
  const found: FoundCountFile<DriftSums>[] = [];
  let seen = 0;
  await readCountFiles<DriftSums>(store, objectKeys.driftCounts(workspace, version), '', (each) => {
    seen += each.file.count;
    if (each.settled) found.push(each);
  });
  found.sort((a, b) => a.file.since.localeCompare(b.file.since) || a.key.localeCompare(b.key));
  const sums = noDriftSums();
  const taken: FoundCountFile<DriftSums>[] = [];
  for (const each of found) {
    if (sums.predictions >= FIRST_PREDICTIONS) break;
    addDriftSums(sums, each.file.sums);
    taken.push(each);
  }
  if (sums.predictions < FIRST_PREDICTIONS) return seen;
  return {
    schemaVersion: SCHEMA_VERSION,
    version,
    since: taken[0]!.file.since,
    until: taken.map(({ file }) => file.until).reduce((latest, until) => (until > latest ? until : latest)),
    sums,
    files: taken.map(({ key }) => key),
  };
};

/**
 * What a version's predictions are compared with: the images of the commissioning that is in force, else the first 500 local predictions, which
 * are fixed when they are first asked for. A number: so many predictions are there, and too few.
 */
export const readBaseline = async (
  deps: Deps,
  principal: Principal,
  version: string,
): Promise<FoundBaseline | number> => {
  const commissioned = await ofCommissioning(deps, principal, version);
  if (commissioned !== undefined) return commissioned;
  const known = await readFirst(deps, principal, version);
  if (known !== undefined) return shownFirst(known);
  const collected = await collectFirst(deps, principal, version);
  if (typeof collected === 'number') return collected;
  try {
    await deps.store.putJson(objectKeys.driftBaseline(principal.workspace, version), collected, { ifNoneMatch: '*' });
    return shownFirst(collected);
  } catch (error) {
    // Another replica has just fixed it: that one counts.
    const first = error instanceof PreconditionFailed ? await readFirst(deps, principal, version) : undefined;
    if (first === undefined) throw error;
    return shownFirst(first);
  }
};
