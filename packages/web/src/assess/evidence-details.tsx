import type { PredictionResult } from '@pneumo/shared/contracts';
import { Link } from '@tanstack/react-router';
import type { Job } from '../api/job-types.ts';
import { duration, percent, timeOf } from '../parts/figures.ts';

const tookOf = ({ createdAt, finishedAt }: Job<'prediction'>): string =>
  finishedAt === undefined ? '' : ` (took ${duration((Date.parse(finishedAt) - Date.parse(createdAt)) / 1000)})`;

const RULES: Readonly<Record<string, string>> = { version: 'chosen in training', commissioning: 'signed off here' };

/** What made the answer: enough to make it again. */
export const EvidenceDetails = ({ job, result }: { job: Job<'prediction'>; result: PredictionResult }) => {
  const { evidence, model, commissioning } = result;
  const rows: [string, React.ReactNode][] = [
    [
      'Version',
      <Link key="version" to="/models/$version" params={{ version: model.version }}>
        {model.version}
      </Link>,
    ],
    ['Asked as', model.alias ?? 'this version'],
    ['Answered', `${timeOf(job.finishedAt ?? job.createdAt)}${tookOf(job)}`],
    ['Model’s probability', percent(result.probability)],
    [
      'Threshold',
      `${percent(evidence.threshold.value)}, ${RULES[evidence.threshold.origin ?? ''] ?? ''} by ${evidence.threshold.rule}`,
    ],
    ...(commissioning === undefined
      ? []
      : ([['Commissioning', `${commissioning.name}, signed off by ${commissioning.signedOffBy}`]] as [
          string,
          string,
        ][])),
    ['Engine', `${evidence.engine.name} ${evidence.engine.version} on ${evidence.engine.provider}`],
    ['Preprocessing', `${evidence.preprocessing.name}, ${evidence.preprocessing.imageSize} px`],
    ['Image', <code key="image">{evidence.imageId}</code>],
    ['Code', evidence.codeVersion],
    [
      'Job',
      <Link key="job" to="/jobs/$jobId" params={{ jobId: job.id }}>
        <code>{job.id}</code>
      </Link>,
    ],
  ];
  return (
    <section className="card">
      <details>
        <summary>
          Evidence: {model.version}, {timeOf(job.finishedAt ?? job.createdAt)}
        </summary>
        <dl className="facts">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <a href={`/v1/jobs/${job.id}/evidence`} download={`evidence-${job.id}.json`}>
          Download the evidence
        </a>
      </details>
    </section>
  );
};
