import { createInferenceEngine, type InferenceEngine, type OnnxProvider } from '@pneumo/engines';
import { type AbstentionModel, type GradCam, networkAnatomy } from '@pneumo/models';
import { type Principal, VersionManifest } from '@pneumo/shared/contracts';
import { type Logger, type ObjectStore, objectKeys, PneumoError, type Registry } from '@pneumo/shared/runtime';
import { Value } from 'typebox/value';
import { networkOf } from './network-of.ts';
import { openAbstention } from './open-abstention.ts';
import { createGradCamOpener } from './open-grad-cam.ts';

export interface LoadedVersion {
  readonly manifest: VersionManifest;
  readonly engine: InferenceEngine;
  /** Undefined of a version that cannot tell what not to answer. */
  readonly abstention: AbstentionModel | undefined;
  /** For explanations; throws `version_damaged` as loading does. */
  readonly gradCam: () => Promise<GradCam>;
}

/** Throws `version_not_found`, or `version_damaged` when what is stored is not what was published. */
export type LoadVersion = (principal: Principal, version: string) => Promise<LoadedVersion>;

const TENSORFLOW_FILES = 'tfjs/';

/** SHA-256 in hex, computed beside the event loop: 100 MB would hold it up for longer than a prediction takes. */
const sha256Of = async (bytes: Buffer<ArrayBuffer>): Promise<string> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

/** Opens versions from the store, each in an engine of its own, after checking every file it uses against its recorded hash. */
export const createVersionLoader = (options: {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly engine: 'onnx' | 'tensorflow';
  /** What ONNX Runtime computes on; the CPU by default. */
  readonly provider?: OnnxProvider;
  /** 0 = as many as there are cores. */
  readonly threads: number;
}): LoadVersion => {
  const { store, registry, logger } = options;
  const threads = options.threads === 0 ? {} : { threads: options.threads };
  const { provider = 'cpu' } = options;

  const readFile = async (principal: Principal, manifest: VersionManifest, name: string): Promise<Uint8Array> => {
    const expected = manifest.files[name];
    const found = await store.tryGet(objectKeys.versionFile(principal.workspace, manifest.version, name));
    if (expected === undefined || found === undefined) {
      throw new PneumoError('version_damaged', `${manifest.version} has no ${name}.`);
    }
    if ((await sha256Of(found.bytes)) !== expected.sha256) {
      throw new PneumoError('version_damaged', `${name} of ${manifest.version} does not match its recorded hash.`);
    }
    return found.bytes;
  };

  const open = async (principal: Principal, manifest: VersionManifest): Promise<InferenceEngine> => {
    if (options.engine === 'onnx') {
      return createInferenceEngine({
        engine: 'onnx',
        model: await readFile(principal, manifest, 'model.onnx'),
        provider,
        ...threads,
      });
    }
    const names = Object.keys(manifest.files).filter((name) => name.startsWith(TENSORFLOW_FILES));
    const files = await Promise.all(
      names.map(
        async (name) => [name.slice(TENSORFLOW_FILES.length), await readFile(principal, manifest, name)] as const,
      ),
    );
    const network = networkOf(manifest);
    const activationLayer = network.layers[networkAnatomy(network).lastConv]!.name;
    return createInferenceEngine({ engine: 'tensorflow', files: new Map(files), activationLayer, ...threads });
  };

  return async (principal, version) => {
    const startedMs = Date.now();
    const manifest = await registry.version(principal, version);
    if (!Value.Check(VersionManifest, manifest)) {
      throw new PneumoError('version_damaged', `The manifest of ${version} is not valid.`);
    }
    const abstention = await openAbstention(manifest, (file) => readFile(principal, manifest, file));
    const engine = await open(principal, manifest);
    const { engine: name, provider } = engine;
    logger.info({ version, engine: name, provider, ms: Date.now() - startedMs }, 'version loaded');
    const gradCam = createGradCamOpener(manifest, (file) => readFile(principal, manifest, file));
    return { manifest, engine, abstention, gradCam };
  };
};
