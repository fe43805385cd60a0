import type { Readable } from 'node:stream';
import { type Alias, ModelList, ModelVersion, VersionId, type VersionManifest } from '@pneumo/shared/contracts';
import { objectKeys, PneumoError } from '@pneumo/shared/runtime';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

const MANIFEST = 'manifest.json';

const CONTENT_TYPES: Record<string, string> = {
  json: 'application/json',
  onnx: 'application/octet-stream',
  bin: 'application/octet-stream',
  safetensors: 'application/octet-stream',
};

const shown = (version: VersionManifest, aliases: readonly Alias[]): ModelVersion => {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- named to be left out
  const { network, dataset, ...manifest } = version;
  const { trainedOn, ...trainingSet } = dataset;
  return {
    ...manifest,
    dataset: {
      ...trainingSet,
      trainedOn: { images: trainedOn.images.length, patients: trainedOn.patients.length },
    },
    aliases: aliases.filter((alias) => alias.version === manifest.version).map(({ alias }) => alias),
    links: {
      self: `/v1/models/${manifest.version}`,
      files: `/v1/models/${manifest.version}/files/`,
      card: `/v1/models/${manifest.version}/card`,
      manifest: `/v1/models/${manifest.version}/files/${MANIFEST}`,
      drift: `/v1/models/${manifest.version}/drift`,
      shadow: `/v1/models/${manifest.version}/shadow`,
    },
  };
};

const params = Type.Object({ version: VersionId });

/** What `*` stands for. It is in no schema: typebox makes a regular expression of each name that it converts. */
const restOf = ({ params: all }: { params: object }): string =>
  String(Object.entries(all).find(([name]) => name === '*')?.[1]);

export const addModelRoutes = (v1: App, { runtime, drift }: ApiDeps): void => {
  const { registry, store } = runtime;

  v1.get(
    '/models',
    {
      schema: {
        operationId: 'listModels',
        summary: 'All versions, newest first, and the aliases',
        tags: ['models'],
        response: { 200: ModelList },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const [versions, aliases] = await Promise.all([
        registry.listVersions(principal),
        registry.listAliases(principal),
      ]);
      return { models: versions.map((version) => shown(version, aliases)), aliases };
    },
  );

  v1.get(
    '/models/:version',
    {
      schema: {
        operationId: 'getModel',
        summary: 'One version: how it was made and what it can do',
        tags: ['models'],
        params,
        response: { 200: ModelVersion },
      },
      config: { api: { scopes: [], errors: ['version_not_found'] } },
    },
    async (request) => {
      const principal = principalOf(request);
      const version = await registry.version(principal, request.params.version);
      const [aliases, { alarm }] = await Promise.all([
        registry.listAliases(principal),
        drift.recent(principal, version.version),
      ]);
      return { ...shown(version, aliases), drift: alarm };
    },
  );

  v1.delete(
    '/models/:version',
    {
      schema: {
        operationId: 'deleteModel',
        summary: 'Delete a version that no alias names; its id is never used again',
        tags: ['models'],
        params,
        response: { 204: Type.Null() },
      },
      config: { api: { scopes: ['promote'], errors: ['version_not_found', 'version_in_use'] } },
    },
    async (request, reply) => {
      await registry.deleteVersion(principalOf(request), request.params.version);
      return reply.code(204).send(null);
    },
  );

  v1.get(
    '/models/:version/files/*',
    {
      schema: {
        operationId: 'getModelFile',
        summary: 'A file of a version, such as model.onnx, tfjs/model.json or manifest.json',
        tags: ['models'],
        params,
        response: { 200: Type.Unsafe<Readable | Buffer>({ type: 'string', format: 'binary' }), 304: Type.Null() },
      },
      config: {
        api: {
          scopes: [],
          errors: ['version_not_found', 'file_not_found'],
          rest: 'Name of the file',
          produces: 'application/octet-stream',
        },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const { version } = request.params;
      const name = restOf(request);
      const { files } = await registry.version(principal, version);
      const file = Object.hasOwn(files, name) ? files[name] : undefined;
      if (file === undefined && name !== MANIFEST) {
        throw new PneumoError('file_not_found', `The version ${version} has no file ${name}.`);
      }
      if (file !== undefined) {
        reply.header('etag', `"${file.sha256}"`);
        if (request.headers['if-none-match'] === `"${file.sha256}"`) return reply.code(304).send(null);
      }
      const stream = await store.tryGetStream(objectKeys.versionFile(principal.workspace, version, name));
      if (stream === undefined) throw new PneumoError('version_damaged', `The file ${name} of ${version} is gone.`);
      if (file !== undefined) reply.header('content-length', file.sizeBytes);
      // A version never changes, but it can be deleted: whoever keeps a copy asks again.
      reply.header('cache-control', 'private, no-cache');
      reply.header('content-type', CONTENT_TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream');
      return reply.send(stream);
    },
  );
};
