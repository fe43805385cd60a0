import type { DicomIdentity } from '@pneumo/imaging';
import type { ErrorCode } from '@pneumo/shared/contracts';
import Type, { type Static } from 'typebox';

/** What became of one instance of a STOW-RS request. */
export type StoreOutcome =
  | { readonly kind: 'accepted'; readonly identity: DicomIdentity; readonly jobId: string }
  | { readonly kind: 'refused'; readonly identity: DicomIdentity | undefined; readonly code: RefusalCode };

/** Faults of one instance that are no error of the whole request. */
export type RefusalCode = ErrorCode | 'dicom_other_study' | 'dicom_without_uid';

/** PS3.18 table I.2-2 and PS3.4 B.2.3: SOP class not supported, transfer syntax not supported. */
const FAILURE_REASONS: Readonly<Partial<Record<RefusalCode, number>>> = {
  dicom_not_radiograph: 0x0122,
  dicom_transfer_syntax_unsupported: 0xc122,
  dicom_other_study: 0xa900,
};
/** Cannot understand. */
const OTHER_REASON = 0xc000;

const Element = Type.Object({ vr: Type.String(), Value: Type.Array(Type.Unknown()) });

/** The Store Instances Response (PS3.18 annex I) in the DICOM JSON model. */
export const StoreInstancesResponse = Type.Record(Type.String({ pattern: '^[0-9A-F]{8}$' }), Element, {
  description:
    'ReferencedSOPSequence 00081199 (RetrieveURL 00081190: the job), FailedSOPSequence 00081198 (FailureReason 00081197, ErrorComment 00000902: the code), OtherFailuresSequence 0008119A',
});
export type StoreInstancesResponse = Static<typeof StoreInstancesResponse>;

type Dataset = Record<string, Static<typeof Element>>;

const instanceOf = ({ classUid, instanceUid }: DicomIdentity): Dataset => ({
  ...(classUid === undefined ? {} : { '00081150': { vr: 'UI', Value: [classUid] } }),
  ...(instanceUid === undefined ? {} : { '00081155': { vr: 'UI', Value: [instanceUid] } }),
});

const failureOf = (code: RefusalCode): Dataset => ({
  '00081197': { vr: 'US', Value: [FAILURE_REASONS[code] ?? OTHER_REASON] },
  '00000902': { vr: 'LO', Value: [code] },
});

const sequence = (tag: string, items: readonly Dataset[]): Dataset =>
  items.length === 0 ? {} : { [tag]: { vr: 'SQ', Value: [...items] } };

/** The answer's body and its status: 200 when all were taken, 202 when some were, 409 when none was. */
export const storeResponseOf = (
  outcomes: readonly StoreOutcome[],
): { status: 200 | 202 | 409; body: StoreInstancesResponse } => {
  const referenced: Dataset[] = [];
  const failed: Dataset[] = [];
  const other: Dataset[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'accepted') {
      const url = { vr: 'UR', Value: [`/v1/jobs/${outcome.jobId}`] };
      referenced.push({ ...instanceOf(outcome.identity), '00081190': url });
    } else if (outcome.identity?.instanceUid === undefined) {
      other.push(failureOf(outcome.code));
    } else {
      failed.push({ ...instanceOf(outcome.identity), ...failureOf(outcome.code) });
    }
  }
  const refused = failed.length + other.length;
  return {
    status: refused === 0 ? 200 : referenced.length > 0 ? 202 : 409,
    body: { ...sequence('00081199', referenced), ...sequence('00081198', failed), ...sequence('0008119A', other) },
  };
};
