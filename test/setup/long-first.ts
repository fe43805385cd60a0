import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole systems, which take longest, whatever the size of their file. */
const isLong = ({ moduleId }: TestSpecification): boolean => /\/test\/(chaos|e2e)\//.test(moduleId);

/** Starts the longest tests first, so that no worker is left with one of them at the end while the other has nothing to do. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
