/** Whether there is a ledger, for commands that only read: a mistyped folder must not become an empty ledger. */
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ledgerError } from '../base/errors.js';
import type { Config } from './config.js';

/** Returns whether a data directory holds a ledger of the embedded Postgres. */
export const holdsLedger = (dataDir: string): Promise<boolean> =>
  access(join(resolve(dataDir), 'postgres')).then(
    () => true,
    () => false,
  );

/** Where the demo keeps its data, below the data directory. */
const demoFolder = 'demo';

/** Returns why there is no ledger to read; `null` if there is one, or if it is not in a data directory. */
export const ledgerMissing = async (
  config: Pick<Config, 'databaseUrl' | 'eventStoreUrl' | 'dataDir'>,
): Promise<string | null> => {
  // With a log elsewhere the read models are made from it.
  if (config.databaseUrl !== undefined || config.eventStoreUrl !== undefined) return null;
  if (await holdsLedger(config.dataDir)) return null;
  const demo = join(config.dataDir, demoFolder);
  const hint = (await holdsLedger(demo))
    ? `that of the demo is in DATA_DIR=${demo}`
    : 'start one, collect into one, or set DATA_DIR or DATABASE_URL';
  return `there is no ledger in ${resolve(config.dataDir)}: ${hint}`;
};

/** Throws CONFIG_INVALID naming DATA_DIR if there is no ledger to read. */
export const assertHoldsLedger = async (config: Parameters<typeof ledgerMissing>[0]): Promise<void> => {
  const missing = await ledgerMissing(config);
  if (missing === null) return;
  throw ledgerError('CONFIG_INVALID', `DATA_DIR=${config.dataDir}: ${missing}`, {
    details: { DATA_DIR: 'the data directory of a ledger' },
  });
};
