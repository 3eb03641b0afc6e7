/** How alerts stand on the prices that they watch: the alerter's own state. */
import type { Phase } from '../domain/alerts/trigger.js';
import type { PriceKey } from '../domain/prices/price-key.js';
import type { Queryable } from './read-state.js';

/** A price on which an alert is not simply armed. */
export interface WatchPhase {
  readonly alert_id: string;
  readonly price_key: string;
  readonly key: PriceKey;
  readonly phase: Phase;
  /** effective_at of the price that last fired; `null` if none did. */
  readonly fired_at: string | null;
}

/** Returns the phases of alerts on prices; a price without one is armed. */
export const watchPhases = (database: Queryable, alertIds: readonly string[]): Promise<WatchPhase[]> =>
  database.query<WatchPhase & Record<string, unknown>>(
    `select w.alert_id, w.price_key, k.key, w.phase, w.fired_at
     from alerting.watches w join alerting.keys k on k.price_key = w.price_key
     where w.alert_id = any($1::uuid[]) order by w.alert_id, w.price_key collate "C"`,
    [alertIds],
  );
