/** The build cannot go on; the message says what to do. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
}
