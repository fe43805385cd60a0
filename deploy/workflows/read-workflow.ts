import { parse } from 'yaml';

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  /** Another workflow of this repository, instead of steps. */
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly steps?: readonly Step[];
  readonly strategy?: { readonly matrix?: { readonly include?: readonly Readonly<Record<string, string>>[] } };
}

export interface Workflow {
  readonly permissions?: Readonly<Record<string, string>> | string;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A workflow as far as it is looked at here; whether it has this shape is for the schema to say. */
export const readWorkflow = (text: string): Workflow => parse(text) as Workflow;

export const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps = [] }) => steps);
