import type { ObjectStoreSettings } from './object-store.ts';

/** The part of the environment that names the store. */
export interface StoreEnv {
  readonly S3_ENDPOINT: string;
  readonly S3_ACCESS_KEY: string;
  readonly S3_SECRET_KEY: string;
  readonly S3_REGION: string;
  readonly S3_BUCKET: string;
  readonly S3_PATH_STYLE: boolean;
}

/** The store that the environment names. */
export const storeSettingsOf = (env: StoreEnv): ObjectStoreSettings => ({
  endpoint: env.S3_ENDPOINT,
  accessKey: env.S3_ACCESS_KEY,
  secretKey: env.S3_SECRET_KEY,
  region: env.S3_REGION,
  bucket: env.S3_BUCKET,
  pathStyle: env.S3_PATH_STYLE,
});
