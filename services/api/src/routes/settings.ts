import { SettingsRequest, WorkspaceSettings } from '@pneumo/shared/contracts';
import { PneumoError, type SettingsWithTag } from '@pneumo/shared/runtime';
import type { FastifyReply } from 'fastify';
import type { ApiDeps, App } from '../api-deps.ts';
import { principalOf } from '../auth/principal-of.ts';

const answer = (
  reply: Pick<FastifyReply, 'header'>,
  { settings, etag }: SettingsWithTag,
): SettingsWithTag['settings'] => {
  reply.header('etag', `"${etag}"`);
  return settings;
};

const expectedBy = (ifMatch: string | undefined): { etag: string } | 'any' => {
  if (ifMatch === undefined) {
    throw new PneumoError(
      'precondition_required',
      'Send If-Match with the ETag of the settings as you read them, or * .',
    );
  }
  const etag = ifMatch.replace(/^W\//, '').replaceAll('"', '').trim();
  return etag === '*' ? 'any' : { etag };
};

export const addSettingsRoutes = (v1: App, { runtime: { workspaceSettings: settings } }: ApiDeps): void => {
  v1.get(
    '/settings',
    {
      schema: {
        operationId: 'getSettings',
        summary: 'What this workspace set for itself, and every change of it; its ETag is for If-Match',
        tags: ['service'],
        response: { 200: WorkspaceSettings },
      },
      config: { api: { scopes: [], errors: [] } },
    },
    async (request, reply) => answer(reply, await settings.read(principalOf(request))),
  );

  v1.put(
    '/settings',
    {
      schema: {
        operationId: 'changeSettings',
        summary: 'Set the prior of this workspace, and how much a challenger shadows; what is left out stays',
        tags: ['service'],
        body: SettingsRequest,
        response: { 200: WorkspaceSettings },
      },
      config: {
        api: {
          scopes: ['promote'],
          errors: ['malformed_body', 'unsupported_media_type', 'settings_changed', 'precondition_required'],
          headers: { 'If-Match': 'ETag of the settings as they were read, or * to change them whatever they say' },
        },
      },
    },
    async (request, reply) =>
      answer(reply, await settings.change(principalOf(request), request.body, expectedBy(request.headers['if-match']))),
  );
};
