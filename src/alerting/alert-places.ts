/**
 * The places that an account has for alerts: one number for those made one by one and those of watchlists. A place is taken under
 * a lock on the account, before the alert is appended. Rejected: counting the alerts of the read model, because requests in
 * parallel all see the count from before.
 */
import { knownAlerts } from '../../projections/alerts/queries.js';
import { isLedgerError, isTransient, ledgerError } from '../base/errors.js';
import { limits } from '../base/limits.js';
import type { Runtime } from '../base/runtime.js';
import type { EventLog } from '../log/event-log.js';
import type { Client, Database, Reader } from '../postgres/database.js';
import { readAlert } from './read-alert.js';

export interface PlaceDeps {
  readonly database: Pick<Database, 'query' | 'transaction'>;
  readonly runtime: Pick<Runtime, 'now'>;
}

export interface Place {
  readonly userId: string;
  readonly alertId: string;
}

const limitReached = (): Error =>
  ledgerError(
    'LIMIT_REACHED',
    `an account has at most ${limits.alertsPerUserMax} alerts, those of watchlists included`,
    {
      details: { alerts: `at most ${limits.alertsPerUserMax}` },
    },
  );

/** Throws LIMIT_REACHED if the account has more alerts than it may. The caller's transaction holds the lock on the account. */
export const assertPlaces = async (client: Client, userId: string): Promise<void> => {
  const { rows } = await client.query<{ alerts: number }>(
    `select (select count(*) from commands.own_alerts where user_id = $1)
          + (select count(*) from watchlists.alerts where user_id = $1 and wanted) as alerts`,
    [userId],
  );
  if ((rows[0]?.alerts ?? 0) > limits.alertsPerUserMax) throw limitReached();
};

/** Takes the place of an alert; the same one again takes no second. Throws LIMIT_REACHED. */
const takePlace = ({ database, runtime }: PlaceDeps, { userId, alertId }: Place): Promise<void> =>
  database.transaction(async (client) => {
    await client.query('select from accounts.users where id = $1 for no key update', [userId]);
    const { rowCount } = await client.query(
      'insert into commands.own_alerts (alert_id, user_id, taken_at) values ($1, $2, $3) on conflict (alert_id) do nothing',
      [alertId, userId, runtime.now().toISOString()],
    );
    if (rowCount === 1) await assertPlaces(client, userId);
  });

/** Gives back the place of an alert that was deleted, or not made. */
export const givePlaceBack = async (database: Pick<Database, 'query'>, { userId, alertId }: Place): Promise<void> => {
  await database.query('delete from commands.own_alerts where user_id = $1 and alert_id = $2', [userId, alertId]);
};

/** A failed append may have been one after all, and an alert with this id may be there. */
const mayExist = (error: unknown): boolean =>
  isTransient(error) || !isLedgerError(error) || error.code === 'WRONG_EXPECTED_REVISION';

/** Makes an alert in a place that is taken for it. Throws LIMIT_REACHED, and what `make` throws. */
export const inPlace = async <T>(deps: PlaceDeps, place: Place, make: () => Promise<T>): Promise<T> => {
  await takePlace(deps, place);
  try {
    return await make();
  } catch (error) {
    if (!mayExist(error)) await givePlaceBack(deps.database, place);
    throw error;
  }
};

/**
 * Gives back the places whose alert is not in the log: their process died before it was appended, or after it was deleted.
 * Returns how many. Rows of the last minutes stay: their alert may be under way.
 */
const freeAbandoned = async ({ database, runtime, log, reads }: AbandonedDeps, userId: string): Promise<number> => {
  const before = new Date(runtime.now().getTime() - limits.alertPlaceKeptMs).toISOString();
  const rows = await database.query<{ alert_id: string }>(
    'select alert_id from commands.own_alerts where user_id = $1 and taken_at < $2',
    [userId, before],
  );
  const ids = rows.map(({ alert_id }) => alert_id);
  const known = await knownAlerts(reads, ids);
  let freed = 0;
  for (const alertId of ids) {
    if (known.has(alertId) || (await readAlert(log, alertId)) !== null) continue;
    await givePlaceBack(database, { userId, alertId });
    freed += 1;
  }
  return freed;
};

export interface AbandonedDeps extends PlaceDeps {
  readonly log: Pick<EventLog, 'readStream'>;
  /** Has the read model of alerts. */
  readonly reads: Reader;
}

/** Does `work`; where it finds no place, does it once more if places were left behind. Throws what `work` throws. */
export const withPlaces = async <T>(deps: AbandonedDeps, userId: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const isFull = isLedgerError(error) && error.code === 'LIMIT_REACHED' && 'alerts' in error.details;
    if (!isFull || (await freeAbandoned(deps, userId)) === 0) throw error;
    return work();
  }
};
