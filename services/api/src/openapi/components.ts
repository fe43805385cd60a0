import * as contracts from '@pneumo/shared/contracts';
import type { TSchema } from 'typebox';

/** The schemas that the API description names; everything else stands where it is used. */
const COMPONENTS: Record<string, TSchema> = {
  Job: contracts.JobResource,
  JobList: contracts.JobList,
  JobProgress: contracts.JobProgress,
  JobUpdate: contracts.JobUpdate,
  PredictionRequest: contracts.PredictionRequest,
  PredictionForm: contracts.PredictionForm,
  PredictionInput: contracts.PredictionInput,
  PredictionResult: contracts.PredictionResult,
  Evidence: contracts.Evidence,
  PriorInForce: contracts.PriorInForce,
  EvidenceBundle: contracts.EvidenceBundle,
  JobEvidence: contracts.JobEvidence,
  BatchRequest: contracts.BatchRequest,
  BatchForm: contracts.BatchForm,
  BatchInput: contracts.BatchInput,
  BatchResource: contracts.BatchResource,
  BatchCounts: contracts.BatchCounts,
  BatchList: contracts.BatchList,
  BatchLine: contracts.BatchLine,
  BatchResult: contracts.BatchResult,
  TrainingRequest: contracts.TrainingRequest,
  TrainingInput: contracts.TrainingInput,
  TrainingResult: contracts.TrainingResult,
  ComparisonRequest: contracts.ComparisonRequest,
  ComparisonInput: contracts.ComparisonInput,
  ComparisonResult: contracts.ComparisonResult,
  HyperparameterOverrides: contracts.HyperparameterOverridesSchema,
  Hyperparameters: contracts.HyperparametersSchema,
  CommissioningRequest: contracts.CommissioningRequest,
  CommissioningInput: contracts.CommissioningInput,
  CommissioningResult: contracts.CommissioningResult,
  CommissioningFigures: contracts.CommissioningFigures,
  CommissioningSummary: contracts.CommissioningSummary,
  CommissioningList: contracts.CommissioningList,
  CommissioningDetail: contracts.CommissioningDetail,
  SiteThreshold: contracts.SiteThreshold,
  SignOff: contracts.SignOff,
  SignOffRequest: contracts.SignOffRequest,
  DriftAlarm: contracts.DriftAlarm,
  DriftReport: contracts.DriftReport,
  ShadowAnswer: contracts.ShadowAnswer,
  ShadowReport: contracts.ShadowReport,
  LeftOut: contracts.LeftOut,
  LookCount: contracts.LookCount,
  DatasetRequest: contracts.DatasetRequest,
  DatasetFromReviewsRequest: contracts.DatasetFromReviewsRequest,
  DatasetForm: contracts.DatasetForm,
  DatasetImportInput: contracts.DatasetImportInput,
  DatasetImportResult: contracts.DatasetImportResult,
  DatasetSummary: contracts.DatasetSummary,
  DatasetList: contracts.DatasetList,
  DatasetDetail: contracts.DatasetDetail,
  DatasetImage: contracts.DatasetImage,
  ModelVersion: contracts.ModelVersion,
  ModelList: contracts.ModelList,
  Estimate: contracts.Estimate,
  Alias: contracts.Alias,
  AliasList: contracts.AliasList,
  AliasMoveRequest: contracts.AliasMoveRequest,
  RollbackRequest: contracts.RollbackRequest,
  PretrainedWeightsInfo: contracts.PretrainedWeightsInfo,
  PretrainedWeightsList: contracts.PretrainedWeightsList,
  SettingsRequest: contracts.SettingsRequest,
  WorkspaceSettings: contracts.WorkspaceSettings,
  ReviewRequest: contracts.ReviewRequest,
  Review: contracts.Review,
  ReaderReview: contracts.ReaderReview,
  JobReviews: contracts.JobReviews,
  ReviewQueue: contracts.ReviewQueue,
  ReviewQueueItem: contracts.ReviewQueueItem,
  ReviewSummary: contracts.ReviewSummary,
  AiAgreement: contracts.AiAgreement,
  ReaderAgreement: contracts.ReaderAgreement,
  ReferenceFigures: contracts.ReferenceFigures,
  InferRequest: contracts.InferRequest,
  InferResponse: contracts.InferResponse,
  InferInput: contracts.InferInput,
  InferOutput: contracts.InferOutput,
  InferenceModel: contracts.InferenceModel,
  QueueState: contracts.QueueState,
  QueueList: contracts.QueueList,
  Me: contracts.Me,
  Health: contracts.Health,
  Readiness: contracts.Readiness,
  Problem: contracts.Problem,
};

const names = new Map<unknown, string>(Object.entries(COMPONENTS).map(([name, schema]) => [schema, name]));

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

const convert = (value: unknown, isRoot: boolean): unknown => {
  if (Array.isArray(value)) return value.map((item) => convert(item, false));
  if (!isObject(value)) return value;
  const name = names.get(value);
  if (name !== undefined && !isRoot) return { $ref: `#/components/schemas/${name}` };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '$id')
      .map(([key, item]) => [key, convert(item, false)]),
  );
};

/** A schema as the API description shows it: named ones by reference. */
export const described = (schema: unknown): Json => convert(schema, false) as Json;

/** What `components.schemas` holds. */
export const componentSchemas = (): Record<string, Json> =>
  Object.fromEntries(Object.entries(COMPONENTS).map(([name, schema]) => [name, convert(schema, true) as Json]));
