/** Ends the use of a cluster: the last process to leave stops the server. */
import type { Runtime } from '../../base/runtime.js';
import { systemCode } from './errors.js';
import type { Layout } from './layout.js';
import { acquireLock } from './lock.js';
import { findPostmaster, stopProcess } from './postmaster.js';
import type { Timeouts } from './timeouts.js';
import { countUsers, type Registration } from './users.js';

export interface Leaving {
  readonly layout: Layout;
  readonly runtime: Runtime;
  readonly timeouts: Timeouts;
  /** Path of the process file system. */
  readonly proc: string;
  /** The registration that ends. Default: that of a process that is dead already. */
  readonly registration?: Registration;
}

/** Stops the server unless a process uses it. Call under the lock. Rejects with EMBEDDED_POSTGRES_FAILED. */
export const stopUnlessUsed = async ({ layout, runtime, timeouts, proc }: Leaving): Promise<void> => {
  if (countUsers(layout, proc) > 0) return;
  const server = findPostmaster(layout.pgdata, proc);
  if (server.kind === 'running') await stopProcess(server.process, { runtime, timeouts });
};

/**
 * Removes the registration and stops the server unless another process uses it. An opening that comes meanwhile waits for
 * the lock, so that it never joins a server that is about to stop. Returns whether that was possible: false if another
 * process held the lock for longer than timeouts.leaveMs, so that the server may still run.
 */
export const leave = async (leaving: Leaving): Promise<boolean> => {
  const { layout, runtime, timeouts, registration } = leaving;
  const lock = await acquireLock({
    folder: layout.lock,
    runtime,
    waitMs: timeouts.leaveMs,
    pollMs: timeouts.pollMs,
  }).catch((error: unknown) => {
    // A full disk has no room for the lock, and so none for the registration of a newcomer.
    if (systemCode(error) === null) throw error;
    return null;
  });
  registration?.remove();
  if (lock !== null && 'heldBy' in lock) return false;
  try {
    await stopUnlessUsed(leaving);
    return true;
  } finally {
    lock?.release();
  }
};
