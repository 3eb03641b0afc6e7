/**
 * Stops the servers of this process when it ends by itself: process.exit, the end of the program, an uncaught
 * exception. Signals are left to the program: a handler here would end it before it has drained. One listener for all
 * clusters, or a test run with many of them would draw Node's leak warning.
 */
import { isRunning, type ProcessIdentity } from './processes.js';

const running = new Set<ProcessIdentity>();

const stopAll = (): void => {
  for (const identity of running) {
    try {
      // only the signal: nothing can be waited for any more, and a fast shutdown completes without us
      if (isRunning(identity)) process.kill(identity.pid, 'SIGINT');
    } catch {
      // it has just ended
    }
  }
};

/** Has the server stopped at exit; call the result once it is stopped otherwise. */
export const stopAtExit = (identity: ProcessIdentity): (() => void) => {
  if (running.size === 0) process.on('exit', stopAll);
  running.add(identity);
  return () => {
    running.delete(identity);
    if (running.size === 0) process.off('exit', stopAll);
  };
};
