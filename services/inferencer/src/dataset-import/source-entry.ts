/** One file of a data set's source, whatever that is: an archive, or objects in the inbox. */
export interface SourceEntry {
  /** Folders and name, separated by `/`, as the source gives them. */
  readonly path: string;
  /** The whole file. Rejects with ImageError when this one file cannot be had; anything else ends the import. */
  read(): Promise<Uint8Array>;
}
