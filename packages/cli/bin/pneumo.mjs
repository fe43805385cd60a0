#!/usr/bin/env node
// Runs on any Node >= 18: the local bootstrap finds the Node that runs TypeScript, and installs what is missing.
import process from 'node:process';

// Relative paths in arguments start where the caller stands; npm and pnpm run scripts from the root.
const ranAsScript = process.env.npm_command === 'run-script' || process.env.npm_command === 'run';
process.env.PNEUMO_CALLER_DIR = (ranAsScript && process.env.INIT_CWD) || process.cwd();
process.argv.splice(2, 0, 'pneumo');
await import('../../local/bootstrap.mjs');
