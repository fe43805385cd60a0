import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BuildFailed } from './build-failed.ts';
import { compileAddon } from './compile-addon.ts';
import { fetchTensorflow } from './fetch-tensorflow.ts';
import { tryAddon } from './try-addon.ts';

const usage = `Builds TensorFlow.js's native addon against the TensorFlow C library of a wheel from PyPI.

  pnpm native:tensorflow [--cuda] [--tensorflow VERSION] [--cache-dir DIR]

  --cuda                with TensorFlow for CUDA 12 and NVIDIA's libraries (about 4 GB), Linux x64 with an NVIDIA driver
  --tensorflow VERSION  of the wheel; default 2.21.0
  --cache-dir DIR       where the libraries are kept (about 1 GB); default ~/.cache/pneumo/tensorflow

Needs python3 with pip and g++. Afterwards PNEUMO_BACKEND=tensorflow trains on it (tensorflow-gpu after --cuda), and auto chooses it.`;

const { values } = parseArgs({
  options: {
    cuda: { type: 'boolean', default: false },
    tensorflow: { type: 'string', default: '2.21.0' },
    'cache-dir': { type: 'string', default: join(homedir(), '.cache', 'pneumo', 'tensorflow') },
    help: { type: 'boolean', default: false },
  },
});

async function build(): Promise<void> {
  const { cuda, tensorflow: version } = values;
  const tell = (line: string): void => console.log(line);
  const folder = join(values['cache-dir'], `${version}-${cuda ? 'cuda' : 'cpu'}`);
  await fetchTensorflow({ version, cuda, folder, tell });
  const addon = await compileAddon({ version, cuda, folder, tell });
  tell(`Trying ${addon}`);
  const { tensorflow, tfjs, device } = await tryAddon();
  tell(`TensorFlow ${tensorflow} under TensorFlow.js ${tfjs} multiplies matrices on the ${device}.`);
  if (cuda && device !== 'GPU') {
    throw new BuildFailed(
      'TensorFlow found no GPU: check `nvidia-smi`, and that the driver is new enough for CUDA 12. PNEUMO_BACKEND=tensorflow works, on the CPU.',
    );
  }
}

if (values.help) {
  console.log(usage);
} else {
  try {
    await build();
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    console.error(`native:tensorflow: ${error.message}`);
    process.exitCode = 1;
  }
}
