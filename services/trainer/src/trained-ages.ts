import { AGE_BANDS, type AgeBand, type DatasetManifest } from '@pneumo/shared/contracts';

/** A band of which there are fewer among the training pictures, as share of those whose age is known, was not learnt. */
const LEAST_SHARE = 0.01;

/** Ages that a version knows: those of its training pictures where they are told one by one, else those told of the data set; null where neither is. */
export const trainedAges = ({ rows, ageBands }: Pick<DatasetManifest, 'rows' | 'ageBands'>): AgeBand[] | null => {
  const known = rows.flatMap(({ split, ageBand }) => (split === 'train' && ageBand !== undefined ? [ageBand] : []));
  if (known.length === 0) return ageBands ?? null;
  return AGE_BANDS.filter((band) => known.filter((own) => own === band).length >= LEAST_SHARE * known.length);
};
