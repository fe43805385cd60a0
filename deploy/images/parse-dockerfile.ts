export interface Instruction {
  readonly keyword: string;
  /** With line breaks taken out. */
  readonly value: string;
}

export interface Stage {
  readonly name: string;
  /** An image, or an earlier stage. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile. Comments and continued lines are taken care of; heredocs are not used here, and not understood. */
export const parseDockerfile = (text: string): Stage[] => {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line) && line.trim() !== '')
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, keyword = '', value = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (keyword === 'FROM') {
      const [, from = value, name = value] = /^(\S+)\s+AS\s+(\S+)$/i.exec(value) ?? [];
      stages.push({ name, from, instructions: [] });
    } else stages.at(-1)?.instructions.push({ keyword, value });
  }
  return stages;
};

/** All instructions that make a stage, those of the stages below it first. */
export const instructionsOf = (stages: readonly Stage[], name: string): Instruction[] => {
  const stage = stages.find((one) => one.name === name);
  return stage === undefined ? [] : [...instructionsOf(stages, stage.from), ...stage.instructions];
};

const lastOf = (instructions: readonly Instruction[], keyword: string): string | undefined =>
  instructions.findLast((one) => one.keyword === keyword)?.value;

const listOf = (text: string | undefined): string[] => {
  const list: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(list) ? list.map(String) : [];
};

export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly user: string | undefined;
  readonly workdir: string | undefined;
  /** With the defaults of the build's arguments filled in. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What an image of this stage starts, as whom, where and with which variables. */
export const imageConfigOf = (stages: readonly Stage[], name: string): ImageConfig => {
  const instructions = instructionsOf(stages, name);
  const pairsOf = (wanted: string): [string, string][] =>
    instructions
      .filter(({ keyword }) => keyword === wanted)
      .flatMap(({ value }) => value.split(/\s+/).map((pair) => pair.split('=') as [string, string]));
  const defaults = Object.fromEntries(pairsOf('ARG'));
  const environment = pairsOf('ENV').map(([variable, value]) => [
    variable,
    value.replace(/^\$(\w+)$/, (whole, argument: string) => defaults[argument] ?? whole),
  ]);
  return {
    entrypoint: listOf(lastOf(instructions, 'ENTRYPOINT')),
    command: listOf(lastOf(instructions, 'CMD')),
    user: lastOf(instructions, 'USER'),
    workdir: lastOf(instructions, 'WORKDIR'),
    environment: Object.fromEntries(environment) as Record<string, string>,
  };
};
