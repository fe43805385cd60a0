/** One thread for one commissioning: thousands of resamples would hold up the locks of other jobs. Started by the processor. */
import { parentPort, workerData } from 'node:worker_threads';
import { type CommissioningOptions, judgeCommissioning } from '@pneumo/models';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');
port.postMessage(judgeCommissioning(workerData as CommissioningOptions));
