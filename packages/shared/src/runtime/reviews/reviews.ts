import type {
  Principal,
  ReaderReview,
  ReviewAssignment,
  ReviewCase,
  ReviewLabel,
  ReviewReading,
} from '../../contracts/index.ts';
import { PneumoError } from '../errors.ts';
import type { JobStore } from '../job-store.ts';
import { objectKeys } from '../object-keys.ts';
import type { ObjectStore } from '../object-store.ts';
import { type AnswersSeen, createAnswersSeen } from './answers-seen.ts';
import { readerHash } from './reader-hash.ts';
import { createReviewAssignments, type ReviewAssignments } from './review-assignments.ts';
import { createReviewCases, openCase, type ReviewCases } from './review-cases.ts';

export interface PostedReview {
  readonly reader: string;
  readonly label: ReviewLabel;
  readonly aiSeen: boolean;
  readonly comment?: string;
  /** Id of an assignment of the blinded queue. */
  readonly assignment?: string;
}

/** What readers say of predictions, kept with its history: a correction is a further revision, and so is taking a review back. */
export interface Reviews extends Pick<ReviewCases, 'tryCase' | 'list'>, Pick<ReviewAssignments, 'assign'> {
  readonly seen: AnswersSeen;
  /**
   * Records a review or its correction; what says the same again changes nothing. Throws `job_not_found`, `job_not_reviewable`, or
   * `assignment_not_found` when the assignment is not of this reader and job.
   */
  post(principal: Principal, jobId: string, review: PostedReview): Promise<{ reading: ReviewReading; of: ReviewCase }>;
  /** Takes a reader's review back and drops its comments. Throws `review_not_found`. */
  remove(principal: Principal, jobId: string, reader: string): Promise<void>;
  /** Jobs that a reader has reviewed, those taken back too. */
  readBy(principal: Principal, reader: string): Promise<ReadonlySet<string>>;
}

type Said = Omit<ReviewReading, 'type' | 'revision' | 'at' | 'keyId'>;

const sameAs = (said: Said, { label, aiSeen, blinding, comment }: ReviewReading): boolean =>
  said.label === label && said.aiSeen === aiSeen && said.blinding === blinding && said.comment === comment;

const withoutComment = (revision: ReaderReview['revisions'][number]): ReaderReview['revisions'][number] => {
  if (revision.type === 'removal') return revision;
  const kept = { ...revision };
  delete kept.comment;
  return kept;
};

const withRevisions = (of: ReviewCase, reader: string, revisions: ReaderReview['revisions']): ReviewCase => {
  const known = of.readers.some((each) => each.reader === reader);
  return {
    ...of,
    readers: known
      ? of.readers.map((each) => (each.reader === reader ? { reader, revisions } : each))
      : [...of.readers, { reader, revisions }],
  };
};

const revisionsOf = ({ readers }: ReviewCase, reader: string): ReaderReview['revisions'] =>
  readers.find((each) => each.reader === reader)?.revisions ?? [];

export const createReviews = (store: ObjectStore, jobs: Pick<JobStore, 'tryRecord' | 'tryPending'>): Reviews => {
  const cases = createReviewCases(store);
  const assignments = createReviewAssignments(store);
  const seen = createAnswersSeen(store);

  const openedCase = async (principal: Principal, jobId: string): Promise<ReviewCase> => {
    const record = await jobs.tryRecord(principal, jobId);
    if (record === undefined && (await jobs.tryPending(principal, jobId)) === undefined) {
      throw new PneumoError('job_not_found', `There is no job ${jobId}.`);
    }
    if (record?.kind !== 'prediction' || record.state !== 'succeeded') throw new PneumoError('job_not_reviewable');
    return openCase(record);
  };

  const assignmentOf = async (
    principal: Principal,
    jobId: string,
    { reader, assignment }: PostedReview,
  ): Promise<ReviewAssignment | undefined> => {
    if (assignment === undefined) return undefined;
    const found = await assignments.tryAssignment(principal, reader, jobId);
    if (found?.id !== assignment) throw new PneumoError('assignment_not_found');
    return found;
  };

  /** Blinded is only what came from the queue and was not shown with its answer; a word without that is kept as a word. */
  const blindingOf = async (
    principal: Principal,
    aiSeen: boolean,
    assignment: ReviewAssignment | undefined,
  ): Promise<Pick<ReviewReading, 'aiSeen' | 'blinding'>> => {
    if (aiSeen) return { aiSeen: true, blinding: 'none' };
    if (assignment === undefined) return { aiSeen: false, blinding: 'claimed' };
    const shown = await seen.isSeen(principal, assignment.job, assignment.assignedAt);
    return shown ? { aiSeen: true, blinding: 'none' } : { aiSeen: false, blinding: 'assigned' };
  };

  return {
    seen,
    assign: (principal, given) => assignments.assign(principal, given),
    tryCase: (principal, jobId) => cases.tryCase(principal, jobId),
    list: (principal) => cases.list(principal),
    post: async (principal, jobId, review) => {
      const { reader, label, comment } = review;
      const opened = await openedCase(principal, jobId);
      const assignment = await assignmentOf(principal, jobId, review);
      const said = {
        label,
        ...(await blindingOf(principal, review.aiSeen, assignment)),
        ...(comment === undefined ? {} : { comment }),
        ...(assignment === undefined ? {} : { origin: { assignment: assignment.id, ...pickOrigin(assignment) } }),
      };
      // Before the case, so that the queue never gives out what was read.
      await store.put(objectKeys.readJob(principal.workspace, readerHash(reader), jobId), '');
      let answer: { reading: ReviewReading; of: ReviewCase } | undefined;
      await cases.change(principal, jobId, (before = opened) => {
        const revisions = revisionsOf(before, reader);
        const last = revisions.at(-1);
        if (last?.type === 'reading' && sameAs(said, last)) {
          answer = { reading: last, of: before };
          return undefined;
        }
        const origin = revisions.findLast((each) => each.type === 'reading')?.origin;
        const reading: ReviewReading = {
          type: 'reading',
          revision: revisions.length + 1,
          at: new Date().toISOString(),
          keyId: principal.keyId,
          // How the image came to the reader stays what it was.
          ...(origin === undefined ? {} : { origin }),
          ...said,
        };
        answer = { reading, of: withRevisions(before, reader, [...revisions, reading]) };
        return answer.of;
      });
      return answer!;
    },
    remove: (principal, jobId, reader) =>
      cases.change(principal, jobId, (before) => {
        const revisions = before === undefined ? [] : revisionsOf(before, reader);
        if (before === undefined || revisions.at(-1)?.type !== 'reading') throw new PneumoError('review_not_found');
        const removal = {
          type: 'removal' as const,
          revision: revisions.length + 1,
          at: new Date().toISOString(),
          keyId: principal.keyId,
        };
        return withRevisions(before, reader, [...revisions.map(withoutComment), removal]);
      }),
    readBy: async ({ workspace }, reader) => {
      const read = new Set<string>();
      const folder = objectKeys.readJobsFolder(workspace, readerHash(reader));
      for await (const { key } of store.list(folder)) read.add(key.slice(folder.length));
      return read;
    },
  };
};

const pickOrigin = ({ stage, rule, seed }: ReviewAssignment): Pick<ReviewAssignment, 'stage' | 'rule' | 'seed'> => ({
  stage,
  rule,
  seed,
});
