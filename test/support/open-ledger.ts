/** Opens a ledger on a separate database, in this process. */
import type { Config } from '../../src/app/config.js';
import { readConfig } from '../../src/app/config.js';
import { type Ledger, openLedger } from '../../src/app/ledger.js';
import { type Runtime, systemRuntime } from '../../src/base/runtime.js';
import { silentLogger } from '../../src/base/logger.js';

/** Sources without pauses and intervals, for replays on loopback. */
export const replayEnv = (url: string): Record<string, string> => ({
  TCGCSV_URL: url,
  TCGCSV_MIN_INTERVAL: '0',
  TCGCSV_PAUSE_MS: '0',
});

/** Tests ask from one address, as often as they like; the specs of rate limits set their own. */
export const unlimited = { RATE_LIMIT_BURST: '0', RATE_LIMIT_HOURLY: '0' };

/** Opens a ledger on `databaseUrl` with the configuration `env`, and no rate limits. */
export const openTestLedger = (
  databaseUrl: string,
  env: Record<string, string> = {},
  more: Partial<Config> = {},
  runtime: Runtime = systemRuntime(),
): Promise<Ledger> =>
  openLedger({
    config: { ...readConfig({ DATABASE_URL: databaseUrl, ...unlimited, ...env }), ...more },
    runtime,
    logger: silentLogger,
  });
