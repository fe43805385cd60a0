import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the Python environment with Keras lies: outside the repository, shared with bench/keras, since TensorFlow takes 1 GB. */
export const kerasEnvironmentFolder =
  process.env['PNEUMO_KERAS_VENV'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pneumo/keras-venv');
