/** One file of an archive, or of the inbox. */
export interface SourceEntry {
  /** Folders and name, separated by `/`, as the source gives them. */
  readonly path: string;
  /** The whole file. Rejects with ImageError when this one file cannot be had; anything else ends the job. */
  read(): Promise<Uint8Array>;
}
