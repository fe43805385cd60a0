/** A refusal in S3's own terms: HTTP status, S3 error code, message for the person reading the log. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'S3Error';
    this.status = status;
    this.code = code;
  }
}

export const s3Errors = {
  accessDenied: (message = 'Access denied.') => new S3Error(403, 'AccessDenied', message),
  badDigest: () => new S3Error(400, 'BadDigest', 'The Content-MD5 given does not match the body.'),
  bucketExists: () => new S3Error(409, 'BucketAlreadyOwnedByYou', 'The bucket exists already.'),
  hashMismatch: () => new S3Error(400, 'XAmzContentSHA256Mismatch', 'The body does not match x-amz-content-sha256.'),
  incompleteBody: () => new S3Error(400, 'IncompleteBody', 'The body ended before its declared length.'),
  invalidArgument: (message: string) => new S3Error(400, 'InvalidArgument', message),
  invalidBucketName: () => new S3Error(400, 'InvalidBucketName', 'The bucket name is not valid.'),
  invalidRange: () => new S3Error(416, 'InvalidRange', 'The range lies outside the object.'),
  keyTooLong: () => new S3Error(400, 'KeyTooLongError', 'The key, or a part of it between slashes, is too long.'),
  missingLength: () => new S3Error(411, 'MissingContentLength', 'Content-Length is required.'),
  noSuchBucket: () => new S3Error(404, 'NoSuchBucket', 'The bucket does not exist.'),
  noSuchKey: () => new S3Error(404, 'NoSuchKey', 'The key does not exist.'),
  notImplemented: (what: string) => new S3Error(501, 'NotImplemented', `${what} is not offered by the embedded store.`),
  preconditionFailed: () => new S3Error(412, 'PreconditionFailed', 'A condition of the request does not hold.'),
  signatureMismatch: () => new S3Error(403, 'SignatureDoesNotMatch', 'The signature does not match.'),
  timeSkewed: () => new S3Error(403, 'RequestTimeTooSkewed', 'The clocks of client and store differ too much.'),
  tooLarge: () => new S3Error(400, 'EntityTooLarge', 'The body is larger than one put may be.'),
  unknownAccessKey: () => new S3Error(403, 'InvalidAccessKeyId', 'The access key is not known.'),
};
