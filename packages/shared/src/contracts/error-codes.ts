/**
 * Every code that a caller can meet, in a problem's `code` or a failed job's `error.code`. Codes are stable: what a code
 * means never changes. `status` is the HTTP status where the code answers a request.
 */
export const ERROR_CODES = {
  // Requests
  validation_failed: { status: 400, title: 'The request is not valid', advice: 'Compare it with /openapi.json.' },
  malformed_body: { status: 400, title: 'The body could not be read', advice: 'Send well-formed JSON or multipart.' },
  missing_file: { status: 400, title: 'No file was sent', advice: 'Send the file in the named multipart field.' },
  empty_file: { status: 400, title: 'The file is empty', advice: 'Send a file with content.' },
  unauthenticated: { status: 401, title: 'A key is needed', advice: 'Send Authorization: Bearer <key>.' },
  forbidden: {
    status: 403,
    title: 'The key lacks the scope',
    advice: 'Ask an administrator for a key with this scope.',
  },
  host_not_allowed: {
    status: 403,
    title: 'This host name is not served',
    advice: 'Use the address that the server printed.',
  },
  not_found: { status: 404, title: 'Nothing is there', advice: 'Check the path.' },
  job_not_found: { status: 404, title: 'No such job', advice: 'Check the id and the workspace of your key.' },
  dataset_not_found: { status: 404, title: 'No such data set', advice: 'List them with GET /v1/datasets.' },
  version_not_found: { status: 404, title: 'No such version', advice: 'List them with GET /v1/models.' },
  alias_not_found: { status: 404, title: 'No such alias', advice: 'Set it with PUT /v1/models/aliases/<alias>.' },
  model_not_found: { status: 404, title: 'No such alias or version', advice: 'List them with GET /v1/models.' },
  image_not_found: { status: 404, title: 'No such image', advice: 'Send the image itself.' },
  explanation_not_found: { status: 404, title: 'The job has no heat map', advice: 'Predict with explain: true.' },
  file_not_found: { status: 404, title: 'The version has no such file', advice: "See the version's list of files." },
  evidence_not_found: {
    status: 404,
    title: 'The job gave no answer',
    advice: 'Only predictions that succeeded have evidence.',
  },
  method_not_allowed: { status: 405, title: 'This call is not offered here', advice: 'See /openapi.json.' },
  job_cancelled: { status: 409, title: 'The job was cancelled', advice: 'Send the request again.' },
  job_finished: { status: 409, title: 'The job has already ended', advice: 'Nothing is left to cancel.' },
  job_not_finished: { status: 409, title: 'The job has not ended', advice: 'Cancel it first, or wait.' },
  job_not_retryable: { status: 409, title: 'The job cannot be run again', advice: 'Send a new request.' },
  idempotency_key_reused: {
    status: 409,
    title: 'This Idempotency-Key was used for another request',
    advice: 'Use a new key for a new request.',
  },
  dataset_in_use: {
    status: 409,
    title: 'A job that has not ended uses this data set',
    advice: 'Cancel the job or wait for its end.',
  },
  version_in_use: { status: 409, title: 'An alias names this version', advice: 'Move the alias first.' },
  no_previous_version: { status: 409, title: 'The alias has nothing to go back to', advice: 'Set it with PUT.' },
  alias_changed: { status: 412, title: 'The alias has moved since', advice: 'Read it again and decide again.' },
  settings_changed: {
    status: 412,
    title: 'The settings have changed since',
    advice: 'Read them again and decide again.',
  },
  precondition_required: {
    status: 428,
    title: 'If-Match is needed',
    advice: 'Send If-Match with the ETag that you read, or * .',
  },
  payload_too_large: {
    status: 413,
    title: 'The upload is too large',
    advice: 'Send a smaller one, or raise the limit.',
  },
  unsupported_media_type: { status: 415, title: 'This content type is not taken', advice: 'See /openapi.json.' },
  callback_host_not_allowed: {
    status: 422,
    title: 'This callback host is not allowed',
    advice: 'Ask the operator to list it in PNEUMO_CALLBACK_HOSTS.',
  },
  rate_limited: { status: 429, title: 'Too many requests', advice: 'Wait as Retry-After says.' },
  overloaded: { status: 503, title: 'The server is overloaded', advice: 'Try again shortly.' },
  wait_timeout: {
    status: 504,
    title: 'The answer did not come in time',
    advice: 'Jobs that the error names go on: GET /v1/jobs/<id>. A raw tensor was dropped: send it again.',
  },
  store_unavailable: {
    status: 503,
    title: 'The object store does not answer',
    advice: 'Try again; the operator sees it in /readyz.',
  },
  queue_unavailable: {
    status: 503,
    title: 'Redis does not answer',
    advice: 'Try again; the operator sees it in /readyz.',
  },
  shutting_down: { status: 503, title: 'The server is stopping', advice: 'Try again shortly.' },
  internal_error: { status: 500, title: 'Something went wrong here', advice: 'Tell the operator the request id.' },
  // Images
  image_unsupported_format: {
    status: 415,
    title: 'Not a JPEG, PNG or DICOM picture',
    advice: 'Send a JPEG, PNG or DICOM file.',
  },
  image_unreadable: { status: 422, title: 'The picture is damaged', advice: 'Export it again and send it whole.' },
  image_too_large: { status: 413, title: 'The picture has too many pixels', advice: 'Send a smaller one.' },
  image_too_small: { status: 422, title: 'The picture has too few pixels', advice: 'Send the original.' },
  image_decode_timeout: {
    status: 422,
    title: 'The picture took too long to decode',
    advice: 'Export it again in a plain format.',
  },
  // DICOM
  dicom_not_radiograph: {
    status: 422,
    title: 'Not a radiograph',
    advice: 'Send computed or digital radiography, or a secondary capture of one.',
  },
  dicom_not_chest: { status: 422, title: 'The film shows another body part', advice: 'Send a chest film.' },
  dicom_for_processing: {
    status: 422,
    title: 'The pixels are raw, as the detector gave them',
    advice: 'Send the image FOR PRESENTATION.',
  },
  dicom_multi_frame: { status: 422, title: 'The file holds several frames', advice: 'Send one film a file.' },
  dicom_no_pixels: { status: 422, title: 'The file holds no pixels', advice: 'Send the object with its image.' },
  dicom_burned_in_annotation: {
    status: 422,
    title: 'The file says that texts are burned into its pixels',
    advice: 'They can name the patient: send the image without them.',
  },
  dicom_transfer_syntax_unsupported: {
    status: 415,
    title: 'This transfer syntax is not taken',
    advice: 'See docs/dicom.md for those that are; uncompressed always is.',
  },
  dicom_pixels_unsupported: {
    status: 422,
    title: 'Pixels of this kind are not taken',
    advice: 'Send 8 to 16 bit grey pixels, or 8 bit RGB.',
  },
  // Data sets
  archive_unreadable: {
    status: 422,
    title: 'The archive is not a readable zip',
    advice: 'Make it again; zip64 is fine.',
  },
  archive_unsafe: {
    status: 422,
    title: 'The archive is not safe to unpack',
    advice: 'Remove links, absolute paths and .. from it.',
  },
  archive_too_large: { status: 413, title: 'The archive unpacks to too much', advice: 'Split it.' },
  labels_unreadable: {
    status: 422,
    title: 'labels.csv cannot be used',
    advice: 'It needs a header with file, label and patient_id, and UTF-8 text.',
  },
  dataset_empty: {
    status: 422,
    title: 'No labelled picture was found',
    advice: 'Put pictures in NORMAL/ and PNEUMONIA/ folders or send classes.',
  },
  dataset_one_class: { status: 422, title: 'Only one class was found', advice: 'Add pictures of the other class.' },
  dataset_too_small: {
    status: 422,
    title: 'Too few patients',
    advice: 'Every split needs patients of both classes: add more.',
  },
  upload_missing: { status: 410, title: 'The upload is no longer stored', advice: 'Send the archive again.' },
  // Trainings and versions
  backend_unavailable: {
    status: 503,
    title: 'The forced backend or provider does not load',
    advice: 'Unset PNEUMO_BACKEND or PNEUMO_PROVIDER, or install it; see docs/operations.md.',
  },
  loss_not_finite: { status: 422, title: 'The loss became infinite or undefined', advice: 'Lower the learning rate.' },
  parity_failed: {
    status: 500,
    title: 'The forms of the version do not agree',
    advice: 'The version was refused; report it.',
  },
  version_damaged: {
    status: 500,
    title: 'A file of the version does not match its hash',
    advice: 'Restore the store from a backup or train again.',
  },
  weights_missing: {
    status: 422,
    title: 'The pretrained weights of this architecture are not stored',
    advice: 'Run `pneumo weights pull NAME`, or `pneumo weights import FILE.h5`.',
  },
  weights_invalid: {
    status: 422,
    title: 'The file does not hold the weights of this architecture',
    advice: 'Convert it again with `pneumo weights import FILE.h5`.',
  },
  weights_exist: {
    status: 409,
    title: 'Other weights of this name are stored',
    advice: 'Remove them first with `pneumo weights remove NAME`.',
  },
  weights_damaged: {
    status: 500,
    title: 'The stored weights do not match their hash',
    advice: 'Remove them with `pneumo weights remove NAME` and store them again.',
  },
  version_from_other_data: {
    status: 422,
    title: 'The version comes from other data',
    advice: 'Its weights are judged again only on the data set that it was trained on, split the same way.',
  },
  comparison_no_candidate: {
    status: 422,
    title: 'No training of the comparison made a version',
    advice: 'See the jobs of its trainings; a retry trains again what has not succeeded.',
  },
  commissioning_not_found: {
    status: 404,
    title: 'No such commissioning',
    advice: 'List them with GET /v1/commissionings; its job must have ended.',
  },
  commissioning_without_threshold: {
    status: 409,
    title: 'The commissioning set no threshold',
    advice: 'Commission the version on more patients; the report says how many.',
  },
  commissioning_signed: {
    status: 409,
    title: 'The commissioning has been signed off before',
    advice: 'A later commissioning takes its place once it is signed off.',
  },
  // Batches
  batch_empty: { status: 422, title: 'The batch has no image', advice: 'Put JPEG, PNG or DICOM files in the zip.' },
  batch_too_large: {
    status: 413,
    title: 'The batch has too many images',
    advice: 'Split it; a replay can be narrowed with since and until.',
  },
  batch_incomplete: {
    status: 422,
    title: 'Parts of the batch failed',
    advice: 'A retry goes on where it stopped: POST /v1/jobs/<id>/retry.',
  },
  // Reviews
  job_not_reviewable: {
    status: 409,
    title: 'Only a prediction that has succeeded can be reviewed',
    advice: 'Wait for its end, or review another one.',
  },
  review_not_found: {
    status: 404,
    title: 'No such review',
    advice: 'See GET /v1/jobs/<id>/reviews; a review belongs to its reader.',
  },
  assignment_not_found: {
    status: 404,
    title: 'This image was not given to this reader',
    advice: 'Take an assignment from GET /v1/reviews/queue, and send it with the review of its job by the same key.',
  },
  worker_lost: {
    status: 500,
    title: 'The job ended its worker three times',
    advice: 'See the workers’ logs; retry by hand.',
  },
} as const satisfies Record<string, { status: number; title: string; advice: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERROR_CODES, code);
