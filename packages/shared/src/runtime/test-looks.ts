import { type LookCount, type Principal, SCHEMA_VERSION, type TestLook } from '../contracts/index.ts';
import { PreconditionFailed } from './errors.ts';
import { objectKeys } from './object-keys.ts';
import type { ObjectStore } from './object-store.ts';

/** Who has looked at the sealed test of a data set: each version counts once, however often it is judged there. */
export interface TestLooks {
  /** Notes a look before its figures are made, and tells which one it is. Doing it again changes nothing. */
  add(principal: Principal, look: Pick<TestLook, 'dataset' | 'version' | 'occasion' | 'job'>): Promise<LookCount>;
  /** In the order of looking. */
  list(principal: Principal, datasetId: string): Promise<TestLook[]>;
}

const inOrder = (a: TestLook, b: TestLook): number =>
  a.lookedAt.localeCompare(b.lookedAt) || a.version.localeCompare(b.version);

export const createTestLooks = (store: ObjectStore): TestLooks => {
  const list = async ({ workspace }: Principal, datasetId: string): Promise<TestLook[]> => {
    const looks: TestLook[] = [];
    for await (const { key } of store.list(objectKeys.looksFolder(workspace, datasetId))) {
      const found = await store.tryGet(key);
      if (found !== undefined) looks.push(JSON.parse(found.bytes.toString()) as TestLook);
    }
    return looks.sort(inOrder);
  };

  return {
    list,
    add: async (principal, asked) => {
      const { dataset, version } = asked;
      const look: TestLook = { schemaVersion: SCHEMA_VERSION, ...asked, lookedAt: new Date().toISOString() };
      try {
        await store.putJson(objectKeys.look(principal.workspace, dataset, version), look, { ifNoneMatch: '*' });
      } catch (error) {
        if (!(error instanceof PreconditionFailed)) throw error;
      }
      const before = (await list(principal, dataset)).findIndex((other) => other.version === version);
      return { number: before + 1, before };
    },
  };
};
