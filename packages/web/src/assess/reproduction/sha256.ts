/** SHA-256, hex; undefined where the browser computes none: on a page from afar without TLS. */
export const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> => {
  if (!isSecureContext) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
};
