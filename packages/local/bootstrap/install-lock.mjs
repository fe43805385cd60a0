// One install at a time in a checkout, also when a process that held the lock was killed.
import { linkSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 200;
const maxWaitMs = 10 * 60 * 1000;
/** A takeover is a matter of milliseconds; one this old was killed in the middle. */
const abandonedTakeoverMs = 10_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holder(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Takes the lock if nobody has it. The file appears with its content (by link), so a lock never lacks its holder. */
function tryTake(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST' || error.code === 'ENOENT') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes the lock of a dead holder. Only one process at a time may, else it could remove the next holder's. */
function removeIfDead(file) {
  const guard = `${file}.takeover`;
  try {
    mkdirSync(guard);
  } catch {
    try {
      if (Date.now() - statSync(guard).mtimeMs > abandonedTakeoverMs) rmdirSync(guard);
    } catch {
      // Another process was faster.
    }
    return;
  }
  try {
    const pid = holder(file);
    if (pid !== undefined && !isAlive(pid)) rmSync(file, { force: true });
  } finally {
    rmdirSync(guard);
  }
}

/** Runs `work` while holding the lock `file`; waits for another holder for up to ten minutes. */
export async function withInstallLock(file, work) {
  const giveUpAt = Date.now() + maxWaitMs;
  let said = false;
  while (!tryTake(file)) {
    const pid = holder(file);
    if (pid !== undefined && !isAlive(pid)) {
      removeIfDead(file);
    } else {
      if (Date.now() > giveUpAt)
        throw new Error(`Another install (pid ${pid}) does not end. If there is none, remove ${file}.`);
      if (!said) process.stderr.write('Another process is installing in this checkout: waiting for it.\n');
      said = true;
    }
    await wait(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
