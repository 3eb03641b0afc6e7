/**
 * One page of the log through the alerter: decide, append the decisions, then remember what was decided together with the
 * checkpoint, in one transaction. In this order: a death in between decides again and finds its decisions in the log;
 * the other way round it would have forgotten them. An event that cannot be decided on is parked.
 */
import type { LedgerEvent, LogPosition, RecordedEvent } from '../domain/envelope.js';
import { decodeEvent } from '../domain/upcasting.js';
import { errorCode, errorTable, isTransient } from '../base/errors.js';
import type { EventLog, EventPage } from '../log/event-log.js';
import type { Client, Database } from '../postgres/database.js';
import { moveCheckpoint } from '../subscriptions/checkpoints.js';
import { park } from '../subscriptions/dead-letters.js';
import { evaluatePage, type DecisionSink } from './evaluate-page.js';
import { persistEffects } from './write-state.js';

/** The alerter's checkpoint, lease and schema bear these names. */
export const alerterName = 'alerter';
export const alertingSchema = 'alerting';
/** Its tables that are folded from the log; `progress` is not. */
export const alertingTables = ['cards', 'keys', 'points', 'alerts', 'watches', 'merges'] as const;

export interface PageProcessor {
  readonly database: Database;
  readonly log: Pick<EventLog, 'readStream'>;
  /** Token of the lease. */
  readonly fence: number;
  /** Decisions on events up to this position are not appended: an earlier version made them. */
  readonly silentUpTo: LogPosition;
  readonly sink: DecisionSink;
  /** Told of every event parked. */
  readonly onParked?: (event: RecordedEvent, reason: string) => void;
}

interface Part {
  readonly events: readonly RecordedEvent[];
  readonly from: LogPosition;
  readonly to: LogPosition;
}

const commit = (
  deciding: PageProcessor,
  part: Part,
  events: number,
  write: (client: Client) => Promise<void>,
): Promise<void> =>
  deciding.database.transaction(async (client) => {
    await write(client);
    await client.query(`update ${alertingSchema}.progress set decided = $1 where decided < $1`, [part.to]);
    const { from, to } = part;
    await moveCheckpoint(client, { schema: alerterName, from, to, events, fence: deciding.fence });
  });

/** What another try can mend, as opposed to what an event of the page is to blame for. */
const isOurTrouble = (error: unknown): boolean =>
  isTransient(error) || (errorCode(error) !== 'INTERNAL' && errorTable[errorCode(error)].retryable);

const decidePart = async (deciding: PageProcessor, part: Part): Promise<void> => {
  let isOfLog = false;
  const sink: DecisionSink = async (decisions) => {
    try {
      return await deciding.sink(decisions);
    } catch (error) {
      // Whatever the log has against decisions, the event they came from is not poison.
      isOfLog = true;
      throw error;
    }
  };
  try {
    const events: LedgerEvent[] = part.events.map((event) => decodeEvent(event));
    const { database, log, silentUpTo } = deciding;
    const effects =
      events.length === 0
        ? null
        : await evaluatePage({ database, log, schema: alertingSchema, silentUpTo }, events, part.from, sink);
    await commit(deciding, part, events.length, async (client) => {
      if (effects !== null) await persistEffects(client, alertingSchema, effects);
    });
  } catch (error) {
    const [first] = part.events;
    if (isOfLog || isOurTrouble(error) || first === undefined) throw error;
    if (part.events.length === 1) {
      const reason = error instanceof Error ? error.message : String(error);
      await commit(deciding, part, 0, (client) => park(client, alerterName, first, reason));
      deciding.onParked?.(first, reason);
      return;
    }
    const half = Math.floor(part.events.length / 2);
    const middle = (part.events[half - 1] as RecordedEvent).position;
    await decidePart(deciding, { events: part.events.slice(0, half), from: part.from, to: middle });
    await decidePart(deciding, { events: part.events.slice(half), from: middle, to: part.to });
  }
};

/**
 * Decides on `page`, whose events follow the checkpoint `from`. Throws what another try may mend (LEASE_LOST, a connection
 * error, what the log answers): read the checkpoint and go on from there.
 */
export const processPage = async (deciding: PageProcessor, page: EventPage, from: LogPosition): Promise<void> => {
  if (page.position === from) return;
  await decidePart(deciding, { events: page.events, from, to: page.position });
};
