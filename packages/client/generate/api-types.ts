import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';

const HEADER = `// Made from openapi.json by \`pnpm client:generate\`: change the contracts of the gateway, not this file.

`;

const BLOB = ts.factory.createTypeReferenceNode('Blob');

/** TypeScript types of all paths, operations and schemas of an OpenAPI document. Files are Blobs. */
export const apiTypes = async (document: object): Promise<string> =>
  HEADER +
  astToString(
    await openapiTS(document as OpenAPI3, {
      // A field with a default may be left out of a request.
      defaultNonNullable: false,
      transform: ({ format }) => (format === 'binary' ? BLOB : undefined),
    }),
  );
