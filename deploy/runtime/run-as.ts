/** `nobody` of Debian and most others. */
const NOBODY = 65_534;

export interface Account {
  /** For `spawn`; empty where we are nobody's superior. */
  readonly ids: { readonly uid: number; readonly gid: number } | Record<string, never>;
  readonly uid: number;
  readonly gid: number;
  /** For people. */
  readonly description: string;
}

/** Whom to run services as: nobody, where we are root and may choose; else ourselves, and that is said. */
export const chooseAccount = (): Account => {
  const uid = process.getuid?.() ?? NOBODY;
  const gid = process.getgid?.() ?? NOBODY;
  return uid === 0
    ? { ids: { uid: NOBODY, gid: NOBODY }, uid: NOBODY, gid: NOBODY, description: `user ${NOBODY} (nobody)` }
    : { ids: {}, uid, gid, description: `user ${uid}: NOT SWITCHED, since only root can` };
};
