import type { InjectOptions } from 'fastify';

export interface FormFile {
  readonly field: string;
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly type?: string;
}

/** A multipart body with the fields in their order; a file stands where it stands in the list. */
export async function form(
  parts: readonly (readonly [name: string, value: string] | FormFile)[],
): Promise<Required<Pick<InjectOptions, 'payload' | 'headers'>>> {
  const data = new FormData();
  for (const part of parts) {
    if ('field' in part) {
      const { field, bytes, name = 'file.bin', type = 'application/octet-stream' } = part;
      data.append(field, new Blob([Buffer.from(bytes)], { type }), name);
    } else {
      data.append(part[0], part[1]);
    }
  }
  const response = new Response(data);
  return {
    payload: Buffer.from(await response.arrayBuffer()),
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
  };
}
