/** Builds the files for download after each collection. */
import { limits } from '../base/limits.js';
import type { Logger } from '../base/logger.js';
import type { Runtime } from '../base/runtime.js';
import type { Database } from '../postgres/database.js';
import { lastRunEnd } from '../../projections/coverage/queries.js';
import { buildEdition, newestEdition } from './bulk-files.js';

export interface DailyExportsDeps {
  readonly database: Database;
  readonly folder: string;
  readonly runtime: Pick<Runtime, 'now' | 'sleep'>;
  readonly logger: Pick<Logger, 'info'>;
}

/**
 * Returns whether an edition is due: a collection ended since the newest one was built, and none has ended for
 * limits.exportRestMs, since several sources or days may be collected one after another.
 */
const isDue = async ({ database, folder, runtime }: DailyExportsDeps): Promise<boolean> => {
  const ended = await lastRunEnd(database);
  if (ended === null || runtime.now().getTime() - Date.parse(ended) < limits.exportRestMs) return false;
  const edition = await newestEdition(folder);
  return edition === null || Date.parse(edition.built_at) < Date.parse(ended);
};

/** Builds an edition whenever one is due, until `signal` aborts. */
export const runDailyExports = async (
  deps: DailyExportsDeps,
  signal: AbortSignal,
  onProgress: () => void = () => undefined,
): Promise<void> => {
  while (!signal.aborted) {
    if (await isDue(deps)) {
      const edition = await buildEdition({ ...deps, signal });
      const bytes = edition?.files.reduce((sum, file) => sum + file.bytes, 0);
      deps.logger.info('exports built', { as_of: edition?.as_of, position: edition?.position, bytes });
    }
    onProgress();
    await deps.runtime.sleep(limits.exportLookMs, signal).catch(() => undefined);
  }
};
