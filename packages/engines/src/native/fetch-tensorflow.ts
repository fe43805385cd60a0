import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildFailed } from './build-failed.ts';
import { runTool } from './run-tool.ts';

/** What the addon needs of a wheel: the two libraries, and the headers of the C API with what they include. */
const extract = `
import glob, sys, zipfile
wheel, = glob.glob(sys.argv[1] + '/*.whl')
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
headers = tuple('tensorflow/include/' + name for name in ('tensorflow/c/', 'tensorflow/core/platform/', 'tsl/', 'xla/tsl/'))
archive = zipfile.ZipFile(wheel)
names = [name for name in archive.namelist() if name in libraries or name.startswith(headers)]
missing = set(libraries) - set(names)
if missing:
    sys.exit('The wheel has no ' + ', '.join(sorted(missing)))
archive.extractall(sys.argv[2], names)
`;

/** NVIDIA's libraries that the wheel names as needed for CUDA, beside `tensorflow/`, where its libraries look for them. */
const installCuda = `
import glob, subprocess, sys, zipfile
wheel, = glob.glob(sys.argv[1] + '/*.whl')
archive = zipfile.ZipFile(wheel)
metadata = archive.read(next(name for name in archive.namelist() if name.endswith('.dist-info/METADATA'))).decode()
needed = [line.split(':', 1)[1].split(';')[0].strip() for line in metadata.splitlines()
          if line.startswith('Requires-Dist: nvidia-') and 'and-cuda' in line]
if not needed:
    sys.exit('The wheel names no NVIDIA libraries')
sys.exit(subprocess.call([sys.executable, '-m', 'pip', 'install', '--no-deps', '--only-binary=:all:',
                          '--target', sys.argv[2], *needed]))
`;

const pipAdvice =
  'It needs python3 with pip and a way to PyPI (Debian: apt-get install python3-pip); see above for what it said.';

/**
 * Fetches TensorFlow's C library and headers into `folder`, with pip, which checks the hashes that PyPI states. Leaves a folder alone
 * that is whole already.
 */
export async function fetchTensorflow(options: {
  readonly version: string;
  readonly cuda: boolean;
  readonly folder: string;
  readonly tell: (line: string) => void;
}): Promise<void> {
  const { version, cuda, folder, tell } = options;
  if (process.platform !== 'linux') {
    throw new BuildFailed('TensorFlow wheels have a C library for Linux only. PNEUMO_BACKEND=onnx trains everywhere.');
  }
  if (existsSync(join(folder, 'whole'))) {
    tell(`TensorFlow ${version} is in ${folder}`);
    return;
  }
  const wheels = join(folder, 'wheel');
  await rm(folder, { recursive: true, force: true });
  await mkdir(wheels, { recursive: true });
  const name = cuda ? 'tensorflow' : 'tensorflow-cpu';
  tell(`Downloading ${name} ${version} from PyPI`);
  // The C library does not depend on the Python that a wheel is for, so any Python here can fetch it.
  const target = ['--python-version', '3.12', '--implementation', 'cp', '--only-binary=:all:', '--no-deps'];
  const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const platforms = ['2_27', '2_17'].flatMap((glibc) => ['--platform', `manylinux_${glibc}_${machine}`]);
  await runTool(
    'python3',
    ['-m', 'pip', 'download', '--dest', wheels, ...target, ...platforms, `${name}==${version}`],
    pipAdvice,
  );
  if ((await readdir(wheels)).length !== 1) throw new BuildFailed(`One wheel was expected in ${wheels}`);
  tell('Unpacking the C library and its headers');
  await runTool('python3', ['-c', extract, wheels, folder], `Remove ${folder} and try again.`);
  if (cuda) {
    tell("Installing NVIDIA's libraries beside it");
    await runTool('python3', ['-c', installCuda, wheels, folder], pipAdvice);
  }
  await rm(wheels, { recursive: true });
  await writeFile(join(folder, 'whole.partial'), version);
  await rename(join(folder, 'whole.partial'), join(folder, 'whole'));
}
