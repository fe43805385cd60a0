import { Alias, AliasList, AliasMoveRequest, AliasName, RollbackRequest } from '@pneumo/shared/contracts';
import { type AliasWithTag, PneumoError } from '@pneumo/shared/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';
import { checked } from '../problems/request-invalid.ts';

const params = Type.Object({ alias: AliasName });

const tagOf = (header: string): string => header.replace(/^W\//, '').replaceAll('"', '').trim();

const answer = (reply: Pick<FastifyReply, 'header'>, { alias, etag }: AliasWithTag): Alias => {
  reply.header('etag', `"${etag}"`);
  return alias;
};

export const addAliasRoutes = (v1: App, { runtime }: ApiDeps): void => {
  const { registry } = runtime;

  /** What a move is decided against; a new alias needs no condition, for nothing is lost by it. */
  const expectedBy = async (request: FastifyRequest, alias: string): Promise<{ etag: string } | 'absent' | 'any'> => {
    const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
    if (ifNoneMatch !== undefined) {
      if (ifNoneMatch.trim() === '*') return 'absent';
      throw new PneumoError('validation_failed', 'If-None-Match is taken here with * only.');
    }
    if (ifMatch !== undefined) {
      const isNew = (await registry.tryAlias(principalOf(request), alias)) === undefined;
      if (isNew) throw new PneumoError('alias_changed', `There is no alias ${alias} now.`);
      return ifMatch.trim() === '*' ? 'any' : { etag: tagOf(ifMatch) };
    }
    if ((await registry.tryAlias(principalOf(request), alias)) === undefined) return 'absent';
    throw new PneumoError('precondition_required', `The alias ${alias} exists: send If-Match with its ETag, or * .`);
  };

  v1.get(
    '/models/aliases',
    {
      schema: {
        operationId: 'listAliases',
        summary: 'All aliases with their histories',
        tags: ['models'],
        response: { 200: AliasList },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request) => ({ aliases: await registry.listAliases(principalOf(request)) }),
  );

  v1.get(
    '/models/aliases/:alias',
    {
      schema: {
        operationId: 'getAlias',
        summary: 'Where an alias points, and every move of it; its ETag is for If-Match',
        tags: ['models'],
        params,
        response: { 200: Alias },
      },
      config: { api: { scopes: [], errors: ['alias_not_found'] } },
    },
    async (request, reply) => {
      const { alias } = request.params;
      const found = await registry.tryAlias(principalOf(request), alias);
      if (found === undefined) throw new PneumoError('alias_not_found', `There is no alias ${alias}.`);
      return answer(reply, found);
    },
  );

  v1.put(
    '/models/aliases/:alias',
    {
      schema: {
        operationId: 'moveAlias',
        summary: 'Point an alias to a version, by compare-and-set',
        tags: ['models'],
        params,
        body: AliasMoveRequest,
        response: { 200: Alias },
      },
      config: {
        api: {
          scopes: ['promote'],
          errors: ['malformed_body', 'version_not_found', 'alias_changed', 'precondition_required'],
          headers: {
            'If-Match': 'ETag of the alias as it was read, or * to move it whatever it says',
            'If-None-Match': '*: only if there is no such alias yet',
          },
        },
      },
    },
    async (request, reply) => {
      const { alias } = request.params;
      const { version, reason = 'moved by hand' } = request.body;
      const expected = await expectedBy(request, alias);
      return answer(reply, await registry.moveAlias(principalOf(request), alias, { version, reason, expected }));
    },
  );

  v1.post(
    '/models/aliases/:alias/rollback',
    {
      schema: {
        operationId: 'rollbackAlias',
        summary: 'Point an alias back to the version before',
        tags: ['models'],
        params,
        response: { 200: Alias },
      },
      config: {
        api: {
          scopes: ['promote'],
          bodies: { 'application/json': RollbackRequest },
          errors: ['malformed_body', 'alias_not_found', 'no_previous_version', 'alias_changed'],
        },
      },
    },
    async (request, reply) => {
      const { reason = 'rolled back by hand' } = checked(RollbackRequest, request.body ?? {});
      return answer(reply, await registry.rollback(principalOf(request), request.params.alias, reason));
    },
  );
};
