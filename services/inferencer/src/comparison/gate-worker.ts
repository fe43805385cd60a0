/** One thread for one decision: thousands of resamples would hold up the locks of other jobs. Started by the gate. */
import { parentPort, workerData } from 'node:worker_threads';
import { decideGate } from '@pneumo/models';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');
port.postMessage(decideGate(workerData as Parameters<typeof decideGate>[0]));
