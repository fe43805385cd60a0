/** One thread for one audit: takes the input in its data, posts the figures, ends. Started by `computeFigures`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type AuditInput, auditFigures } from './audit-figures.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread');
port.postMessage(auditFigures(workerData as AuditInput));
