/**
 * Stops the servers of this process on process.exit, at the end of the program, and on an uncaught exception. The
 * program handles signals itself: a handler here would end it before it has drained. All clusters share one listener;
 * one for each would trigger Node's leak warning in test runs.
 */
import { isRunning, type ProcessIdentity } from './processes.js';

const running = new Set<ProcessIdentity>();

const stopAll = (): void => {
  for (const identity of running) {
    try {
      // an exit listener cannot wait, and a fast shutdown completes without this process
      if (isRunning(identity)) process.kill(identity.pid, 'SIGINT');
    } catch {
      // it has just ended
    }
  }
};

/** Registers a server to be stopped at exit. Returns the function that unregisters it. */
export const stopAtExit = (identity: ProcessIdentity): (() => void) => {
  if (running.size === 0) process.on('exit', stopAll);
  running.add(identity);
  return () => {
    running.delete(identity);
    if (running.size === 0) process.off('exit', stopAll);
  };
};
