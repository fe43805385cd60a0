/** Reads an answer to its end and tells how many bytes have come so far. */
export const readBytes = async (
  response: Response,
  onBytes: (done: number) => void,
): Promise<Uint8Array<ArrayBuffer>> => {
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, controller) => {
      done += chunk.length;
      onBytes(done);
      controller.enqueue(chunk);
    },
  });
  let done = 0;
  return new Uint8Array(await new Response(response.body?.pipeThrough(counted) ?? null).arrayBuffer());
};
