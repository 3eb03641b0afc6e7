/**
 * A batch of events through the alerter: evaluate, append the decisions, then keep the state together with the checkpoint,
 * in one transaction. In this order: after a death in between, the decisions are made again and found in the log. The
 * other way round they would be lost.
 */
import type { LogPosition } from '../domain/envelope.js';
import type { EventLog } from '../log/event-log.js';
import type { Database } from '../postgres/database.js';
import type { Process } from '../subscriptions/process-page.js';
import { type DecisionSink, evaluatePage } from './evaluate-page.js';
import { persistEffects } from './write-state.js';

/** Name of the alerter's checkpoint and lease. */
export const alerterName = 'alerter';
export const alertingSchema = 'alerting';
/** Its tables that are folded from the log; `progress` is not. */
export const alertingTables = ['cards', 'keys', 'points', 'alerts', 'watches', 'merges'] as const;

export interface Deciding {
  readonly database: Database;
  readonly log: Pick<EventLog, 'readStream'>;
  /** Decisions on events up to this position are not appended: an earlier version made them, or a run before a retry. */
  readonly silentUpTo: LogPosition;
  readonly sink: DecisionSink;
}

/** Returns how the alerter processes a batch. A failing append is blamed on no event. */
export const decide =
  ({ database, log, silentUpTo, sink }: Deciding): Process =>
  async (batch) => {
    const { events, from, to } = batch;
    const scope = { database, log, schema: alertingSchema, silentUpTo };
    const effects =
      events.length === 0
        ? null
        : await evaluatePage(scope, events, from, (decisions) => batch.effect(() => sink(decisions)));
    await batch.commit(async (client) => {
      if (effects !== null) await persistEffects(client, alertingSchema, effects);
      await client.query(`update ${alertingSchema}.progress set decided_up_to = $1 where decided_up_to < $1`, [to]);
    });
  };
