/** How a store is reached: what the services read as S3_... */
export interface StoreSettings {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  region: string;
  bucket: string;
  pathStyle: boolean;
}

export const localRegion = 'us-east-1';
export const localBucket = 'pneumo';
