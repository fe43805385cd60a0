export { startEmbeddedStore } from './embedded-store/embedded-store.ts';
export { type LocalEnv, readLocalEnv } from './env.ts';
export { openRedis, type RedisHandle } from './redis/redis-ladder.ts';
export { startStack } from './stack/stack.ts';
export type { Stack, StackOptions, StackProcess } from './stack/stack-types.ts';
export { openStore, type StoreHandle } from './store/store-ladder.ts';
export type { StoreSettings } from './store/store-settings.ts';
