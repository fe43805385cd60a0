import Type, { type Static } from 'typebox';

/** RFC 9457 problem details with a stable `code`. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    advice: Type.Optional(Type.String()),
    instance: Type.Optional(Type.String()),
    error: Type.Optional(
      Type.String({
        description: 'Below /v2 only: code and detail, where clients of the Open Inference Protocol look',
      }),
    ),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { $id: 'Problem' },
);
export type Problem = Static<typeof Problem>;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
