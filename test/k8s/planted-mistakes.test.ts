import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOverlay } from '../../deploy/k8s-check/check-overlay.ts';
import { findKustomize } from '../../deploy/k8s-check/kustomize.ts';
import type { Manifest } from '../../deploy/k8s-check/manifest.ts';

const OVERLAYS = resolve(import.meta.dirname, '../../k8s/overlays');
// Never built here: that takes minutes, and `pnpm k8s:check` does it.
const kustomize = await findKustomize({ buildIt: false });
const names = (await readdir(OVERLAYS)).sort();

/** Changes text of one rendered object, as a slip of the keyboard in its file would. */
type Plant = (edit: (object: string, from: string, to: string) => void, drop: (object: string) => void) => void;

const mistakes: [what: string, overlay: string, plant: Plant, complaint: RegExp][] = [
  [
    'a misspelt field',
    'prod',
    (edit) => edit('Deployment/api', '"readinessProbe"', '"readinesProbe"'),
    /readinesProbe/,
  ],
  [
    'a number as text',
    'prod',
    (edit) => edit('ScaledObject/trainer', '"maxReplicaCount":8', '"maxReplicaCount":"8"'),
    /must be integer/,
  ],
  [
    'a pod that may be root',
    'prod',
    (edit) => edit('Deployment/trainer', '"runAsNonRoot":true', '"runAsNonRoot":false'),
    /may run as root/,
  ],
  [
    'a writable root',
    'local',
    (edit) => edit('StatefulSet/redis', '"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false'),
    /can write to its root/,
  ],
  [
    'no limit of memory',
    'prod',
    (edit) => edit('Deployment/inferencer', '"memory":"6Gi",', ''),
    /has no limit of memory/,
  ],
  [
    'a tag that moves',
    'local',
    (edit) => edit('StatefulSet/minio', /minio\/minio:[^"]*/.source, 'minio/minio:latest'),
    /not pinned/,
  ],
  [
    'no readiness probe',
    'prod',
    (edit) => edit('Deployment/trainer', '"readinessProbe"', '"livenessProbe2"'),
    /has no readinessProbe/,
  ],
  [
    'no disruption budget',
    'prod',
    (_edit, drop) => drop('PodDisruptionBudget/inferencer'),
    /has no PodDisruptionBudget/,
  ],
  [
    'no default deny',
    'local',
    (_edit, drop) => drop('NetworkPolicy/default-deny'),
    /a stranger -> inferencer:\* is open/,
  ],
  [
    'a pair that cannot talk',
    'local',
    (edit) => edit('NetworkPolicy/reach-redis', '"api",', ''),
    /api -> redis:6379 is needed/,
  ],
  [
    'a pair that need not talk',
    'prod',
    (edit) => edit('NetworkPolicy/ingress-to-api', '"matchLabels":{"kubernetes.io/metadata.name":"ingress-nginx"}', ''),
    /a stranger -> api:8080 is open/,
  ],
  [
    'a way to the internet',
    'prod',
    (edit) => edit('NetworkPolicy/stores-outside', '192.0.2.0/28', '0.0.0.0/0'),
    /trainer -> the internet:6379 is open/,
  ],
  [
    'a variable that nobody reads',
    'prod',
    (edit) => edit('ConfigMap/pneumo-trainer', 'PNEUMO_IMAGE_CACHES', 'PNEUMO_IMAGE_CACHE'),
    /PNEUMO_IMAGE_CACHE is read by nobody/,
  ],
  [
    'a variable that is missing',
    'prod',
    (edit) => edit('ConfigMap/pneumo-api', '"PNEUMO_HOST":"0.0.0.0",', ''),
    /PNEUMO_HOST is not set/,
  ],
  [
    'a value that is not taken',
    'prod',
    (edit) => edit('ConfigMap/pneumo-inferencer', '"PNEUMO_PROVIDER":"cuda"', '"PNEUMO_PROVIDER":"gpu"'),
    /PNEUMO_PROVIDER must/,
  ],
  [
    'a password written out',
    'local',
    (edit) =>
      edit(
        'Deployment/api',
        /"name":"S3_SECRET_KEY","valueFrom":\{[^}]*\}\}/.source,
        '"name":"S3_SECRET_KEY","value":"hunter2"',
      ),
    /S3_SECRET_KEY is written out/,
  ],
  [
    'a figure that the gateway does not have',
    'prod',
    (edit) => edit('ScaledObject/trainer', 'queues.training.backlog', 'queues.trainings.backlog'),
    /queues\.trainings\.backlog/,
  ],
  [
    'a cool-down shorter than a drain',
    'prod',
    (edit) => edit('ScaledObject/trainer', '"cooldownPeriod":600', '"cooldownPeriod":60'),
    /cools down within 60 s/,
  ],
  [
    'an alert rule that was not tested',
    'prod',
    (edit) => edit('PrometheusRule/pneumo', '> 60', '> 600'),
    /differs from monitoring/,
  ],
  [
    'a service that leads nowhere',
    'prod',
    (edit) => edit('Service/api', '"targetPort":"http"', '"targetPort":"web"'),
    /leads to port web/,
  ],
];

describe.skipIf(kustomize === undefined)('manifests, rendered by kustomize 5 (skipped where there is none)', () => {
  const rendered = new Map<string, Manifest[]>();

  beforeAll(async () => {
    for (const name of names) rendered.set(name, await kustomize!.render(join(OVERLAYS, name)));
  });

  it.each(names)('overlay %s is well', async (name) => {
    expect(rendered.get(name)!.length).toBeGreaterThan(20);
    expect(await checkOverlay(rendered.get(name)!)).toEqual([]);
  });

  it.each(mistakes)('complains about %s', async (_what, overlay, plant, complaint) => {
    let objects = rendered.get(overlay)!.map((manifest) => JSON.stringify(manifest));
    // Generated names end in a hash of the content.
    const isObject = (text: string, wanted: string): boolean => {
      const { kind, metadata } = JSON.parse(text) as Manifest;
      return `${kind}/${metadata.name}`.replace(/-[a-z0-9]{10}$/, '') === wanted;
    };
    const edit = (wanted: string, from: string, to: string): void => {
      const index = objects.findIndex((text) => isObject(text, wanted));
      const before = objects[index] ?? '';
      const pattern = from.includes('[^') ? new RegExp(from) : from;
      objects[index] = before.replace(pattern, to);
      expect(objects[index], `${wanted} has no ${from}`).not.toBe(before);
    };
    const drop = (wanted: string): void => {
      const before = objects.length;
      objects = objects.filter((text) => !isObject(text, wanted));
      expect(objects).toHaveLength(before - 1);
    };
    plant(edit, drop);
    const problems = await checkOverlay(objects.map((text) => JSON.parse(text) as Manifest));
    expect(problems.join('\n')).toMatch(complaint);
  });
});
