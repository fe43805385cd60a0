import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CANONICAL_LONG_SIDE } from '@pneumo/imaging';
import { PREPROCESSING } from '@pneumo/imaging/pure';
import { DISCLAIMER, type VersionManifest } from '@pneumo/shared/contracts';
import { CliError } from '../cli-error.ts';

/** Sources without imports: what serving itself runs, so that an exported version is fed as a served one is. */
const SOURCES = ['to-grey.ts', 'pure/resize-grey.ts'].map((name) =>
  fileURLToPath(new URL(`../../../imaging/src/${name}`, import.meta.url)),
);

const MODEL_INPUT = `
/** A decoded 8-bit picture, as sharp's raw() gives it with resolveWithObject -> the model's input: imageSize x imageSize, 0..255. */
export function toModelInput({ data, info }, imageSize) {
  const grey = toGrey({ data, channels: info.channels, white: 255 });
  const { width, height } = fitWithin(info.width, info.height, ${CANONICAL_LONG_SIDE});
  const stored = resizeGrey(grey, info.width, info.height, width, height);
  return Float32Array.from(resizeGrey(stored, width, height, imageSize, imageSize));
}
`;

/** The example's way from a picture to the model's input, in plain JavaScript. Throws CliError for a preprocessing that this code does not know. */
export const preprocessModule = async ({ version, preprocessing }: VersionManifest): Promise<string> => {
  if (preprocessing.name !== PREPROCESSING.name) {
    throw new CliError(`${version} wants the preprocessing ${preprocessing.name}, which this Pneumo does not know.`);
  }
  const sources = await Promise.all(SOURCES.map((file) => readFile(file, 'utf8')));
  const plain = sources.map((source) =>
    stripTypeScriptTypes(source)
      .replaceAll(/[ \t]+$/gm, '')
      .replaceAll(/\n{3,}/g, '\n\n'),
  );
  return [
    `// Preprocessing ${preprocessing.name}, as Pneumo itself does it. ${DISCLAIMER}\n`,
    ...plain,
    MODEL_INPUT,
  ].join('');
};

/** Ten lines that ask the model about a film, as Node runs them beside the files of the version. */
export const USAGE_MODULE = `// npm install onnxruntime-node sharp; node usage.mjs FILM.jpeg
// ${DISCLAIMER}
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { toModelInput } from './preprocess.mjs';
const { calibration, threshold, preprocessing: { imageSize: side }, disclaimer } = JSON.parse(readFileSync(new URL('manifest.json', import.meta.url)));
const film = await sharp(process.argv[2], { ignoreIcc: true }).autoOrient().raw().toBuffer({ resolveWithObject: true });
const session = await InferenceSession.create(readFileSync(new URL('model.onnx', import.meta.url)));
const { data: [normal, pneumonia] } = (await session.run({ input: new Tensor('float32', toModelInput(film, side), [1, side, side, 1]) })).logits;
const probability = 1 / (1 + Math.exp(-(calibration.scale * (pneumonia - normal) + calibration.bias)));
console.log(JSON.stringify({ probability, threshold: threshold.value, disclaimer }));
`;

export const usageReadme = (manifest: VersionManifest): string => {
  const { version, preprocessing, calibration, threshold, operatingPoint } = manifest;
  const { sensitivity, specificity, measuredOn } = operatingPoint;
  return `# ${version}

**${DISCLAIMER}**

A version exported from Pneumo. \`card.md\` says what it was trained on, how well it did, and what it is not for.

| file | what |
|---|---|
| \`model.onnx\` | the network for ONNX Runtime: \`input\` [n, ${preprocessing.imageSize}, ${preprocessing.imageSize}, 1] float32 in 0..255 -> \`logits\` [n, 2] (normal, pneumonia) |
| \`tfjs/model.json\` | the same for TensorFlow.js: \`tf.loadLayersModel('tfjs/model.json')\` |
| \`weights.safetensors\` | the weights that both were made of |
| \`manifest.json\` | how it was made; calibration, threshold, and the SHA-256 of every file |
| \`metrics.json\`, \`history.json\` | its figures, and the training epoch by epoch |
| \`preprocess.mjs\`, \`usage.mjs\` | a film to a probability in ten lines |
| \`SHA256SUMS\` | \`sha256sum --check SHA256SUMS\` |

\`\`\`sh
npm install onnxruntime-node sharp
node usage.mjs FILM.jpeg
\`\`\`

Probability of pneumonia: \`sigmoid(scale * (pneumonia - normal) + bias)\` with scale ${calibration.scale} and bias ${calibration.bias}, for films of which
${(100 * calibration.calibratedAtPrevalence).toFixed(1)} % show pneumonia; where it is rarer it is too high. From ${threshold.value} on it counts as a pneumonia-like pattern (${threshold.rule}). Measured on ${measuredOn}: sensitivity
${sensitivity.value ?? 'not defined'}, specificity ${specificity.value ?? 'not defined'}. A probability below the threshold does not exclude other disease.

The example answers every picture. Served by Pneumo, the version also refuses what is no chest film or differs from those it was trained on
(\`abstention.safetensors\`); that takes the rest of Pneumo. DICOM files need its decoder, too.

Back into a Pneumo: \`pneumo models import ${version}\`.
`;
};
