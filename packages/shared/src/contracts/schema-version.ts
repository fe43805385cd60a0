import Type from 'typebox';

/** Version of the shapes of stored objects and queue messages; it is written into each of them and into queue names. */
export const SCHEMA_VERSION = 1;

export const SchemaVersion = Type.Literal(SCHEMA_VERSION, { description: 'Version of this shape' });
