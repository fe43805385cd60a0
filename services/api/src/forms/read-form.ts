import type { Multipart, MultipartFile } from '@fastify/multipart';
import { messageOf, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyRequest } from 'fastify';
import { RequestInvalid } from '../problems/request-invalid.ts';

export interface FormLimits {
  readonly fileBytes: number;
}

const MAX_FIELDS = 20;
const MAX_FIELD_BYTES = 64 * 1_024;

const malformed = (error: unknown): unknown => {
  // What the parser itself refuses has a code of ours by its own; the rest of its errors are plain ones.
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error;
  return new PneumoError('malformed_body', `The form could not be read: ${messageOf(error)}.`, { cause: error });
};

/**
 * Reads a multipart form in the order in which it comes: fields into a record, the one file of the given name through
 * `onFile`, which must consume it before the next part is read. Fields may stand before and after the file.
 */
export const readForm = async <T>(
  request: FastifyRequest,
  fileField: string,
  limits: FormLimits,
  onFile: (file: MultipartFile) => Promise<T>,
): Promise<{ fields: Record<string, string>; file: T | undefined }> => {
  const parts = request.parts({
    limits: { fileSize: limits.fileBytes, files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELD_BYTES },
  });
  const fields: Record<string, string> = {};
  let file: T | undefined;
  for (;;) {
    let next: IteratorResult<Multipart, unknown>;
    try {
      next = await parts.next();
    } catch (error) {
      throw malformed(error);
    }
    if (next.done === true) return { fields, file };
    const part = next.value;
    if (part.type === 'file') {
      if (part.fieldname !== fileField) {
        part.file.resume();
        throw new RequestInvalid([
          { path: `/${part.fieldname}`, message: `is not a file that is taken; send ${fileField}` },
        ]);
      }
      file = await onFile(part);
    } else {
      if (part.valueTruncated) throw new RequestInvalid([{ path: `/${part.fieldname}`, message: 'is too long' }]);
      const value = typeof part.value === 'string' ? part.value : JSON.stringify(part.value);
      // An empty field of a web form means that nothing was chosen.
      if (value !== '') fields[part.fieldname] = value;
    }
  }
};
