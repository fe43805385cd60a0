export { startEmbeddedStore } from './embedded-store/embedded-store.ts';
export { openRedis, type RedisHandle } from './redis/redis-ladder.ts';
export { openStore, type StoreHandle } from './store/store-ladder.ts';
export type { StoreSettings } from './store/store-settings.ts';
