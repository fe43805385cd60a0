import { PneumoError } from './errors.ts';

/** Where everything lies in the bucket: the only place that spells a key. */
const inside = (workspace: string, path: string): string => `${workspace}/${path}`;

/** In the order of their numbers, also in a listing. */
const partName = (part: number): string => String(part).padStart(6, '0');

export const SYSTEM_WORKSPACE = '_system';

export const objectKeys = {
  image: (workspace: string, imageId: string) => inside(workspace, `images/${imageId}.png`),
  pendingFolder: (workspace: string) => inside(workspace, 'pending/'),
  pending: (workspace: string, jobId: string) => inside(workspace, `pending/${jobId}.json`),
  jobsFolder: (workspace: string) => inside(workspace, 'jobs/'),
  record: (workspace: string, jobId: string) => inside(workspace, `jobs/${jobId}/record.json`),
  attemptsFolder: (workspace: string, jobId: string) => inside(workspace, `jobs/${jobId}/attempts/`),
  attempt: (workspace: string, jobId: string, attempt: number, name: string) =>
    inside(workspace, `jobs/${jobId}/attempts/${attempt}/${name}`),
  heatmap: (workspace: string, jobId: string) => inside(workspace, `jobs/${jobId}/heatmap.png`),
  callback: (workspace: string, jobId: string) => inside(workspace, `jobs/${jobId}/callback.json`),
  uploadsFolder: (workspace: string) => inside(workspace, 'uploads/'),
  uploadFolder: (workspace: string, uploadId: string) => inside(workspace, `uploads/${uploadId}/`),
  uploadPiece: (workspace: string, uploadId: string, piece: number) =>
    inside(workspace, `uploads/${uploadId}/${piece}`),
  tensorsFolder: (workspace: string) => inside(workspace, 'tensors/'),
  /** A raw tensor, for as long as a request waits for its answer. */
  tensor: (workspace: string, tensor: string) => inside(workspace, `tensors/${tensor}`),
  inbox: (workspace: string, prefix: string) => {
    if (prefix.split('/').some((part) => part === '..' || part === '.')) {
      throw new PneumoError('validation_failed', 'The inbox prefix must not contain . or ..');
    }
    return inside(workspace, `inbox/${prefix.replace(/^\/+/, '')}`);
  },
  idempotency: (workspace: string, hash: string) => inside(workspace, `idempotency/${hash}.json`),
  /** Stored images that a batch was asked for, or found: a line of JSON for each. */
  batchImages: (workspace: string, folder: string) => inside(workspace, `batches/${folder}/images.ndjson`),
  batchUnpacked: (workspace: string, folder: string) => inside(workspace, `batches/${folder}/unpacked.json`),
  /** What has come of it so far; the newest word counts. */
  batchProgress: (workspace: string, folder: string) => inside(workspace, `batches/${folder}/progress.json`),
  batchItemsFolder: (workspace: string, folder: string) => inside(workspace, `batches/${folder}/items/`),
  batchItems: (workspace: string, folder: string, part: number) =>
    inside(workspace, `batches/${folder}/items/${partName(part)}.json`),
  batchResultsFolder: (workspace: string, folder: string) => inside(workspace, `batches/${folder}/results/`),
  batchResults: (workspace: string, folder: string, part: number) =>
    inside(workspace, `batches/${folder}/results/${partName(part)}.ndjson`),
  /** Counts of one part; it comes after the lines. */
  batchCounts: (workspace: string, folder: string, part: number) =>
    inside(workspace, `batches/${folder}/results/${partName(part)}.json`),
  datasetsFolder: (workspace: string) => inside(workspace, 'datasets/'),
  dataset: (workspace: string, datasetId: string) => inside(workspace, `datasets/${datasetId}/manifest.json`),
  datasetSummary: (workspace: string, datasetId: string) => inside(workspace, `datasets/${datasetId}/summary.json`),
  datasetFolder: (workspace: string, datasetId: string) => inside(workspace, `datasets/${datasetId}/`),
  datasetPicture: (workspace: string, datasetId: string, name: string) =>
    inside(workspace, `datasets/${datasetId}/${name}`),
  looksFolder: (workspace: string, datasetId: string) => inside(workspace, `datasets/${datasetId}/looks/`),
  look: (workspace: string, datasetId: string, version: string) =>
    inside(workspace, `datasets/${datasetId}/looks/${version}.json`),
  settings: (workspace: string) => inside(workspace, 'settings.json'),
  commissioningsFolder: (workspace: string) => inside(workspace, 'commissionings/'),
  commissioning: (workspace: string, id: string) => inside(workspace, `commissionings/${id}/report.json`),
  /** The sign-offs for a version. */
  commissioned: (workspace: string, version: string) => inside(workspace, `commissioned/${version}.json`),
  reviewCasesFolder: (workspace: string) => inside(workspace, 'reviews/cases/'),
  reviewCase: (workspace: string, jobId: string) => inside(workspace, `reviews/cases/${jobId}.json`),
  /** Marks that the blinded queue gave this job to somebody. */
  assignedJob: (workspace: string, jobId: string) => inside(workspace, `reviews/assigned/${jobId}`),
  /** Readers by a hash: a pseudonym is no part of a key. */
  reviewAssignment: (workspace: string, jobId: string, readerHash: string) =>
    inside(workspace, `reviews/assignments/${jobId}/${readerHash}.json`),
  /** Which jobs a reader has reviewed. */
  readJobsFolder: (workspace: string, readerHash: string) => inside(workspace, `reviews/read/${readerHash}/`),
  readJob: (workspace: string, readerHash: string, jobId: string) =>
    inside(workspace, `reviews/read/${readerHash}/${jobId}`),
  /** Which answers a key that may review was shown. */
  seenAnswersFolder: (workspace: string, keyId: string) => inside(workspace, `reviews/seen/${keyId}/`),
  seenAnswer: (workspace: string, keyId: string, jobId: string) => inside(workspace, `reviews/seen/${keyId}/${jobId}`),
  /** The images of a commissioning in short: a baseline of drift. */
  commissioningDrift: (workspace: string, id: string) => inside(workspace, `commissionings/${id}/drift.json`),
  /** Counts of what a version answered as champion, by day and process. */
  driftCounts: (workspace: string, version: string) => inside(workspace, `drift/${version}/counts/`),
  driftBaseline: (workspace: string, version: string) => inside(workspace, `drift/${version}/baseline.json`),
  shadowPair: (workspace: string, challenger: string, day: string, jobId: string) =>
    inside(workspace, `shadow/${challenger}/${day}/${jobId}.json`),
  /** The pairs that disagree once more, so that they are found without reading all. */
  shadowDiscordants: (workspace: string, challenger: string) => inside(workspace, `shadow/${challenger}/discordant/`),
  shadowDiscordant: (workspace: string, challenger: string, day: string, jobId: string) =>
    inside(workspace, `shadow/${challenger}/discordant/${day}/${jobId}.json`),
  /** Counts of a challenger's pairs, by champion, day and process. */
  shadowCountsFolder: (workspace: string, challenger: string) => inside(workspace, `shadow/${challenger}/counts/`),
  shadowCounts: (workspace: string, challenger: string, champion: string) =>
    inside(workspace, `shadow/${challenger}/counts/${champion}/`),
  modelsFolder: (workspace: string) => inside(workspace, 'models/'),
  versionManifest: (workspace: string, version: string) => inside(workspace, `models/${version}/manifest.json`),
  versionFile: (workspace: string, version: string, file: string) => inside(workspace, `models/${version}/${file}`),
  tombstonesFolder: (workspace: string) => inside(workspace, 'tombstones/'),
  /** Of a version or a data set that was deleted; their ids never meet. */
  tombstone: (workspace: string, id: string) => inside(workspace, `tombstones/${id}`),
  /** Moves and deletions of a version that are under way. */
  claimsFolder: (workspace: string, version: string) => inside(workspace, `claims/${version}/`),
  claim: (workspace: string, version: string, claim: string) => inside(workspace, `claims/${version}/${claim}.json`),
  aliasesFolder: (workspace: string) => inside(workspace, 'aliases/'),
  alias: (workspace: string, alias: string) => inside(workspace, `aliases/${alias}.json`),
  checkpointsFolders: (workspace: string) => inside(workspace, 'checkpoints/'),
  checkpointsFolder: (workspace: string, jobId: string) => inside(workspace, `checkpoints/${jobId}/`),
  checkpoint: (workspace: string, jobId: string, attempt: number, epoch: number, name: string) =>
    inside(workspace, `checkpoints/${jobId}/${attempt}/${epoch}/${name}`),
  weightsManifest: (name: string) => inside(SYSTEM_WORKSPACE, `weights/${name}/manifest.json`),
  weightsPieces: (name: string) => inside(SYSTEM_WORKSPACE, `weights/${name}/weights.safetensors/`),
  weightsPiece: (name: string, upload: string, piece: number) =>
    inside(SYSTEM_WORKSPACE, `weights/${name}/weights.safetensors/${upload}/${piece}`),
  apiKey: (keyId: string) => inside(SYSTEM_WORKSPACE, `keys/${keyId}.json`),
  /** Not below `keys/`: what is there is counted as a key of a caller. */
  workspaceSecret: (workspace: string) => inside(SYSTEM_WORKSPACE, `secrets/${workspace}.json`),
  /** Put and removed again by whoever tries what the store can do. */
  probe: (id: string) => inside(SYSTEM_WORKSPACE, `probes/${id}`),
  apiKeysFolder: () => inside(SYSTEM_WORKSPACE, 'keys/'),
} as const;
