/** Whether an error carries one of these codes (of Node such as ENOENT, or of S3 such as NoSuchKey). */
export function hasErrorCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
