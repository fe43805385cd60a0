/** One thing that was looked at. */
export interface Finding {
  readonly name: string;
  /** `fault`: what is needed is missing, and Pneumo does not work without it. */
  readonly state: 'ok' | 'warning' | 'fault';
  readonly detail: string;
  /** What to do about it. */
  readonly mend?: string;
}

export const ok = (name: string, detail: string): Finding => ({ name, state: 'ok', detail });

export const warning = (name: string, detail: string, mend: string): Finding => ({
  name,
  state: 'warning',
  detail,
  mend,
});

export const fault = (name: string, detail: string, mend: string): Finding => ({ name, state: 'fault', detail, mend });

export const messageLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
