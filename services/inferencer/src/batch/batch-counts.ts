import { type BatchCounts, type BatchLine, NO_BATCH_COUNTS } from '@pneumo/shared/contracts';

export const addCounts = (a: BatchCounts, b: BatchCounts): BatchCounts => {
  const errors = { ...a.errors };
  for (const [code, count] of Object.entries(b.errors)) errors[code] = (errors[code] ?? 0) + count;
  return {
    images: a.images + b.images,
    pneumonia: a.pneumonia + b.pneumonia,
    normal: a.normal + b.normal,
    abstained: a.abstained + b.abstained,
    failed: a.failed + b.failed,
    errors,
  };
};

export const countLine = ({ outcome, error }: BatchLine): BatchCounts => ({
  ...NO_BATCH_COUNTS,
  images: 1,
  ...(error === undefined ? { [outcome!]: 1 } : { failed: 1, errors: { [error.code]: 1 } }),
});
