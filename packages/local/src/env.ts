/* The one file of this package that reads the process's environment. It stays free of imports: the store's process starts faster for it. */

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

export interface StoreProcessEnv {
  directory: string;
  /** 0 for any free port. */
  port: number;
  accessKey: string;
  secretKey: string;
  region: string;
}

/** What the embedded store's process reads; its starter sets all of it. */
export const readStoreProcessEnv = (): StoreProcessEnv => ({
  directory: required('PNEUMO_STORE_DIR'),
  port: Number(required('PNEUMO_STORE_PORT')),
  accessKey: required('S3_ACCESS_KEY'),
  secretKey: required('S3_SECRET_KEY'),
  region: required('S3_REGION'),
});
