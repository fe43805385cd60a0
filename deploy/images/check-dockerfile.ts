import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { imageConfigOf, instructionsOf, parseDockerfile, type Stage } from './parse-dockerfile.ts';

/** What is pushed. Stages that none of them is made of are a mistake. */
export const targets = ['api', 'inferencer', 'trainer', 'inferencer-gpu', 'trainer-gpu'] as const;

const LABELS = ['title', 'description', 'licenses', 'version', 'revision'];

const sourcesOf = (value: string): { from: string | undefined; paths: string[] } => {
  const words = value.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  return { from, paths: words.filter((word) => !word.startsWith('--')).slice(0, -1) };
};

const checkStage = (root: string, stages: readonly Stage[], stage: Stage, index: number): string[] => {
  const earlier = stages.slice(0, index).map(({ name }) => name);
  const problems: string[] = [];
  if (!earlier.includes(stage.from) && !/:v?\d+\.\d+\.\d+[\w.-]*$/.test(stage.from)) {
    problems.push(`is made from ${stage.from}, which is not pinned to a release`);
  }
  for (const { keyword, value } of stage.instructions) {
    if (keyword === 'COPY') {
      const { from, paths } = sourcesOf(value);
      if (from !== undefined && !earlier.includes(from)) problems.push(`copies from ${from}, which comes to nothing`);
      for (const path of from === undefined ? paths : []) {
        if (!existsSync(join(root, path))) problems.push(`copies ${path}, which there is not`);
      }
    }
    if (keyword === 'ADD') problems.push('uses ADD; COPY says what it does');
    if (/apt-get install/.test(value) && !/--no-install-recommends/.test(value)) {
      problems.push('installs what is only recommended');
    }
    if (/apt-get install/.test(value) && !/rm -rf \/var\/lib\/apt\/lists/.test(value)) {
      problems.push('keeps the lists of apt');
    }
    if (/\bnpm install\b/.test(value) && !/@\d+\.\d+\.\d+/.test(value))
      problems.push('installs an npm package unpinned');
    if (/\b(curl|wget)\b.*\|\s*(ba)?sh/.test(value) || /\bsudo\b/.test(value)) problems.push(`runs ${value}`);
  }
  return problems.map((problem) => `${stage.name}: ${problem}`);
};

const checkTarget = (root: string, stages: readonly Stage[], target: string): string[] => {
  const config = imageConfigOf(stages, target);
  const instructions = instructionsOf(stages, target);
  const problems: string[] = [];
  const must = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(`${target}: ${problem}`);
  };
  must(
    stages.some(({ name }) => name === target),
    'is not there',
  );
  must(
    /^[1-9]\d*:[1-9]\d*$/.test(config.user ?? ''),
    'runs as root, or as a user by name, which Kubernetes cannot judge',
  );
  must(config.entrypoint[0]?.endsWith('tini') === true, 'has no init');
  must(
    instructions.some(({ keyword }) => keyword === 'HEALTHCHECK'),
    'has no HEALTHCHECK',
  );
  must(config.command.length === 1 && existsSync(join(root, config.command[0]!)), `starts ${config.command.join(' ')}`);
  const labels = instructions
    .filter(({ keyword }) => keyword === 'LABEL')
    .map(({ value }) => value)
    .join(' ');
  for (const label of LABELS) must(labels.includes(`org.opencontainers.image.${label}=`), `has no label ${label}`);
  return problems;
};

/** What is wrong with a Dockerfile, one line each, as a linter would say it, and whether what it copies and starts is there. */
export const checkDockerfile = (text: string, root: string): string[] => {
  const stages = parseDockerfile(text);
  const used = new Set(
    targets.flatMap((target) => {
      const uses = (name: string): string[] => {
        const stage = stages.find((one) => one.name === name);
        if (stage === undefined) return [];
        const copied = stage.instructions.flatMap(({ keyword, value }) =>
          keyword === 'COPY' ? (sourcesOf(value).from ?? []) : [],
        );
        return [name, ...[stage.from, ...copied].flatMap(uses)];
      };
      return uses(target);
    }),
  );
  return [
    ...stages.flatMap((stage, index) => checkStage(root, stages, stage, index)),
    ...targets.flatMap((target) => checkTarget(root, stages, target)),
    ...stages.filter(({ name }) => !used.has(name)).map(({ name }) => `${name}: no image is made of it`),
  ];
};
