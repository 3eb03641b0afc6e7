/**
 * Fixtures of every mocha run. A parallel run has one Postgres server and one migrated template for all of its workers:
 * the main process starts it and passes the URLs by environment. A serial run starts the server with its first database.
 * Rejected: a server per worker, because initdb and the migrations take 4 s of a core for each.
 */
import { removeMemoryFolder, useMemoryFolder } from './memory-folder.js';
import { exportTestServer, stopTestServer } from './postgres.js';

interface RunContext {
  isParallelMode(): boolean;
}

export async function mochaGlobalSetup(this: RunContext): Promise<void> {
  if (this.isParallelMode()) await exportTestServer();
}

/** Stops the server that this process started. Workers start none in a parallel run. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopTestServer();
  removeMemoryFolder();
}

// Before any spec file is loaded. Workers inherit it.
useMemoryFolder();

// Mocha 12 ignores unhandled rejections. Thrown here, they fail the run.
process.on('unhandledRejection', (reason) => {
  throw reason;
});
