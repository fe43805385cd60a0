/** A decoder process that hangs, crashes or answers, as the pixel size of the image says: see decode-pool.test.ts. */
process.on('disconnect', () => process.exit());
process.on('message', ({ bytes }: { bytes: Uint8Array }) => {
  const width = Buffer.from(bytes).readUInt32BE(16);
  if (width === 66) process.abort();
  if (width === 77) for (;;);
  process.send?.({ kind: 'refused', code: 'image_unreadable', message: `pid ${process.pid}` });
});
process.send?.({ kind: 'ready' });
