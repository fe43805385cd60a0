import { type ChildProcess, fork } from 'node:child_process';
import { constants, getPriority, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { CanonicalImage } from './canonicalise.ts';
import type { DecodeReply, DecodeRequest } from './decode-protocol.ts';
import { ImageError, imageError } from './image-error.ts';

/** Generous: a busy machine may take seconds to load the native library, and no image is charged for it. */
const START_TIMEOUT_MS = 30_000;

/** Nicer than this process by so much: a quarter of the processor where it wants it too, all of it where nobody does. */
const BACKGROUND_NICENESS = 5;

export interface DecodeProcess {
  /** One call at a time. Rejects with ImageError, or with a plain Error when the process could not start. */
  decode(request: DecodeRequest, timeoutMs: number): Promise<CanonicalImage>;
  alive(): boolean;
  stop(): Promise<void>;
  exited: Promise<void>;
}

export interface DecodeProcessOptions {
  /** Another child module, for tests of crashes and hangs. */
  childModule?: URL | undefined;
  /** Whether nobody waits for a single one of its images. */
  inBackground?: boolean | undefined;
}

export function startDecodeProcess({
  childModule = new URL('./decode-child.ts', import.meta.url),
  inBackground = false,
}: DecodeProcessOptions = {}): DecodeProcess {
  const child = fork(fileURLToPath(childModule), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [],
    // Nothing of the parent's environment: a decoder that is taken over finds no keys. One arena keeps memory low.
    env: { MALLOC_ARENA_MAX: '2' },
  });
  // At once, so that the threads that decode, which it has not started yet, come after this too.
  if (inBackground) yieldProcessor(child);
  let alive = true;
  const exited = new Promise<void>((resolve) => {
    const end = () => {
      alive = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const stop = async () => {
    alive = false;
    child.kill('SIGKILL');
    // Otherwise a process with nothing else to do would end in the middle of this wait.
    child.ref();
    await exited;
  };
  const ready = nextReply(child, START_TIMEOUT_MS).then((reply) => {
    if (reply.kind !== 'ready') throw new Error('The decoder process does not start.');
  });
  // Observed by `decode`; a process that dies unused is no unhandled rejection.
  ready.catch(() => undefined);

  async function decode(request: DecodeRequest, timeoutMs: number): Promise<CanonicalImage> {
    holdParent(child, true);
    try {
      await ready;
      const reply = nextReply(child, timeoutMs);
      child.send(request, (error) => {
        if (error !== null) child.kill('SIGKILL');
      });
      const answer = await reply;
      if ('last' in answer && answer.last) await stop();
      return imageOf(answer);
    } catch (error) {
      // A refusal leaves the process usable; after anything else it is in an unknown state.
      if (!(error instanceof ImageError) || error.code === 'image_decode_timeout') await stop();
      throw error;
    } finally {
      holdParent(child, false);
    }
  }

  return { decode, alive: () => alive && child.connected, stop, exited };
}

function yieldProcessor({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  const niceness = Math.min(constants.priority.PRIORITY_LOW, getPriority() + BACKGROUND_NICENESS);
  try {
    setPriority(pid, niceness);
  } catch {
    // It is gone, which whoever asks it for something will hear.
  }
}

type Reply = DecodeReply | { kind: 'died' } | { kind: 'late' };

function nextReply(child: ChildProcess, timeoutMs: number): Promise<Reply> {
  return new Promise((resolve) => {
    const settle = (reply: Reply) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onEnd);
      child.off('error', onEnd);
      resolve(reply);
    };
    const onMessage = (reply: unknown) => settle(reply as DecodeReply);
    const onEnd = () => settle({ kind: 'died' });
    const timer = setTimeout(() => settle({ kind: 'late' }), timeoutMs);
    child.on('message', onMessage);
    child.on('exit', onEnd);
    child.on('error', onEnd);
    if (child.exitCode !== null || child.signalCode !== null) onEnd();
  });
}

function imageOf(reply: Reply): CanonicalImage {
  switch (reply.kind) {
    case 'decoded':
      return reply.image;
    case 'refused':
      throw new ImageError(reply.code, reply.message, reply.identity);
    case 'late':
      throw imageError('image_decode_timeout', 'The image took too long to decode.');
    case 'died':
      throw imageError('image_unreadable', 'The image made its decoder stop.');
    case 'ready':
      throw new Error('The decoder process answered out of turn.');
  }
}

/** An idle child must not keep a finished process alive; one at work must. */
function holdParent(child: ChildProcess, hold: boolean): void {
  if (hold) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
