import { describeFrequencies, naturalFrequencies } from '@pneumo/models/natural-frequencies';
import { isFromDrawings, type PredictionResult } from '@pneumo/shared/contracts';
import { useState } from 'react';
import { percent } from '../parts/figures.ts';
import { RangeField } from '../viewer/range-field.tsx';
import { FilmDots } from './film-dots.tsx';
import { KeepPrevalence } from './keep-prevalence.tsx';
import { atPrevalence } from './log-odds.ts';

/** What the operating point does with a hundred films where pneumonia is as common as somebody says. */
export const Frequencies = ({ result }: { result: PredictionResult }) => {
  const { operatingPoint, probability, prior, evidence } = result;
  const toldFor = prior?.prevalence ?? evidence.calibration.calibratedAtPrevalence;
  const [prevalence, setPrevalence] = useState(Math.min(0.95, Math.max(0.01, Math.round(toldFor * 100) / 100)));
  const sensitivity = operatingPoint.sensitivity.value;
  const specificity = operatingPoint.specificity.value;
  if (sensitivity === null || specificity === null) return null;
  const counts = naturalFrequencies(prevalence, sensitivity, specificity);
  return (
    <section className="card">
      <h2>What such answers are worth</h2>
      <RangeField
        label="Have pneumonia"
        value={Math.round(prevalence * 100)}
        min={1}
        max={95}
        unit=" %"
        onChange={(value) => setPrevalence(value / 100)}
      />
      <FilmDots counts={counts} />
      <p>{describeFrequencies(counts)}</p>
      <p>
        This film, among such people: <strong>{percent(atPrevalence(probability, toldFor, prevalence))}</strong>
      </p>
      {isFromDrawings(result) ? null : <KeepPrevalence prevalence={prevalence} />}
      <p className="small quiet">
        Sensitivity {percent(sensitivity)}, specificity {percent(specificity)}, measured on {operatingPoint.measuredOn}.
        Your films can differ from those.
      </p>
    </section>
  );
};
