import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelCardInput } from '@pneumo/models/card';
import { expect, it } from 'vitest';
import { FILM_WORDS } from '../src/starter/film-plan.ts';
import { readGivenStarter } from '../src/starter/given-starter.ts';
import { seedFiguresOf } from '../src/starter/seed-figures.ts';
import { starterReadme } from '../src/starter/starter-readme.ts';

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../models/starter', name));
const card = {
  manifest: JSON.parse(read('manifest.json').toString()),
  metrics: JSON.parse(read('metrics.json').toString()),
  history: JSON.parse(read('history.json').toString()),
} as Pick<ModelCardInput, 'manifest' | 'metrics' | 'history'>;

it('is the version’s card, with the command that made it and every seed it was chosen from', () => {
  const one = seedFiguresOf(read('manifest.json'), read('metrics.json'));
  const other = { ...one, version: 'compact-other', manifest: { ...one.manifest, seed: 99 } };
  const readme = starterReadme(card, { figures: [one, other] }, FILM_WORDS);
  expect(readme).toContain(`# Model card: \`${card.manifest.version}\``);
  expect(readme).toContain(`--seeds ${card.manifest.seed},99`);
  expect(readme).toContain('looked at before');
  expect(readme).toContain('## Known weaknesses');
  expect(readme).toMatch(/\| 99 \| `compact-other` \| 0\.\d{3} \|/);
  const auc = one.test.metrics['auc']!.value!.toFixed(3);
  expect(readme).toMatch(new RegExp(`\\| mean ± sd \\| \\| .* \\| ${auc} ± 0\\.000 \\|`));
});

it('of weights that were judged again, tells both commands and keeps the figures of the seeds as they stood', async () => {
  const given = await readGivenStarter(join(import.meta.dirname, '../../models/starter'));
  const manifest = { ...card.manifest, version: 'compact-again', weightsFrom: 'compact-first' };
  const readme = starterReadme({ ...card, manifest }, given, FILM_WORDS);
  expect(readme).toContain('# Model card: `compact-again`');
  expect(readme).toContain('the weights of that training, `compact-first`');
  expect(readme).toContain(`--seeds ${given.seedList}\n`);
  expect(readme).toContain('--from packages/models/starter');
  expect(readme.endsWith(`${given.seedsSection}\n`)).toBe(true);
  expect(given.seedsSection).toContain('| mean ± sd |');
});
