/** How the start tells the person at the terminal what it does: one plain line a call. */
export type Log = (line: string) => void;
