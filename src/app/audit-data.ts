/** Audits the data of a ledger as it is now: for the weekly job and the command. */
import { auditQuality, type QualityAudit } from '../../projections/coverage/audit.js';
import { newestSnapshot } from '../../projections/coverage/checks.js';
import { type DayWindow, dayWindow } from '../../projections/coverage/day-window.js';
import { assertSourceKnown } from '../../projections/coverage/queries.js';
import { dayOf } from '../domain/instant.js';
import type { Ledger } from './ledger.js';

/**
 * Catches up the read models and audits one source, or all, over the last `days` UTC days up to the newest snapshot. Throws
 * SOURCE_UNKNOWN.
 */
export const auditData = async (
  { database, projector, runtime }: Pick<Ledger, 'database' | 'projector' | 'runtime'>,
  { source, days }: { readonly source?: string | undefined; readonly days: number },
  signal: AbortSignal,
): Promise<QualityAudit & DayWindow> => {
  await projector.catchUp(['catalog', 'latest-prices', 'price-history', 'trending', 'coverage'], signal);
  if (source !== undefined) await assertSourceKnown(database, source);
  const now = runtime.now();
  const newest = await newestSnapshot(database, { source });
  const window = dayWindow({}, dayOf(newest ?? now), days);
  return { ...window, ...(await auditQuality(database, { source, ...window, now })) };
};
