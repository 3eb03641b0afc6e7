/**
 * Chooses the data directory of a command that was given none. Beside a running demo that is the demo's, since the command
 * is about what runs. Real and simulated data never share a directory, so which one is used is always said.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isClusterRunning } from '../embedded/postgres/cluster.js';

const defaultDataDir = '.data';
export const demoDataDir = join(defaultDataDir, 'demo');

export interface ChosenDataDir {
  readonly dataDir: string;
  /** What to tell the user, if another directory could have been meant; `null` if not. */
  readonly note: string | null;
}

const holdsLedger = (dataDir: string): boolean => existsSync(join(dataDir, 'postgres', 'pgdata'));
const isRunning = (dataDir: string): boolean => isClusterRunning(join(dataDir, 'postgres'));

/**
 * Returns the directory for a command without DATA_DIR and DATABASE_URL. It is the demo's while the demo runs, unless a
 * ledger runs in the default one too. `own`: the command is about real data and always uses the default one.
 */
export const chooseDataDir = ({ own = false }: { own?: boolean } = {}): ChosenDataDir => {
  const demo = { exists: holdsLedger(demoDataDir), runs: isRunning(demoDataDir) };
  const mine = { exists: holdsLedger(defaultDataDir), runs: isRunning(defaultDataDir) };
  const set = (dataDir: string): string => `DATA_DIR=${dataDir}`;
  if (demo.runs && !mine.runs && !own) {
    const other = mine.exists ? `; the ledger in ${defaultDataDir} is not running: ${set(defaultDataDir)}` : '';
    return { dataDir: demoDataDir, note: `Using the running demo's data in ${demoDataDir}, simulated prices${other}` };
  }
  if (!demo.exists) return { dataDir: defaultDataDir, note: null };
  const state = demo.runs ? 'the running demo' : 'the demo, not running';
  if (!mine.exists) {
    const where = `Using ${defaultDataDir}, where no ledger is yet`;
    return {
      dataDir: defaultDataDir,
      note: `${where}; there is one in ${demoDataDir} (${state}): ${set(demoDataDir)}`,
    };
  }
  // Only a ledger that runs can be confused with one that runs.
  if (!demo.runs) return { dataDir: defaultDataDir, note: null };
  const note = `Using the ledger in ${defaultDataDir}; there is another in ${demoDataDir} (${state}): ${set(demoDataDir)}`;
  return { dataDir: defaultDataDir, note };
};
