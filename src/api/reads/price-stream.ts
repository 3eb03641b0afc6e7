import {
  Controller,
  Get,
  Header,
  Produces,
  Queries,
  Request,
  Response,
  Route,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import { assertSourceKnown } from '../../../projections/coverage/queries.js';
import { inParallel } from '../../base/async/parallel.js';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import type { Game } from '../../domain/cards/card.js';
import type { LogPosition } from '../../domain/envelope.js';
import { withLedger } from '../../log/ledger-position.js';
import { assertCardInLog } from '../../log/stream-events.js';
import { cardIdField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiServices } from '../services.js';
import { openEventStream } from '../stream/event-stream.js';
import type { PriceChangeEvent } from '../stream/price-change.js';
import type { PriceFeed } from '../stream/price-feed.js';
import { sendChanges } from '../stream/send-changes.js';
import { logStart } from './log-start.js';

export interface PriceStreamQuery {
  /** Changes after this position; without it from now on. The header Last-Event-ID goes before it */
  after?: string;
  /**
   * Only these cards (repeatable)
   * @maxItems 100
   */
  card_id?: string[];
  /** Only cards that are in this set now: its id, code or name */
  set_identifier?: string;
  /** Only this game */
  tcg_type?: Game;
  /** Only this source */
  source?: string;
}

/** Cards looked up at once. */
const lookUpsAtOnceMax = 8;

type Select = (changes: readonly PriceChangeEvent[]) => Promise<readonly PriceChangeEvent[]>;

/** Returns the filter of a query. Throws CARD_NOT_FOUND, SET_NOT_FOUND, SET_AMBIGUOUS or SOURCE_UNKNOWN. */
const filterOf = async ({ log, database }: ApiServices, query: PriceStreamQuery, feed: PriceFeed): Promise<Select> => {
  const { card_id, set_identifier, tcg_type, source } = query;
  await inParallel(card_id ?? [], lookUpsAtOnceMax, (id) => assertCardInLog(log, cardIdField(id)));
  if (source !== undefined) await assertSourceKnown(database, source);
  const setId =
    set_identifier === undefined ? undefined : await resolveSet(database, set_identifier, { field: 'set_identifier' });
  const cards = card_id === undefined ? undefined : new Set(card_id);
  const isWanted = (change: PriceChangeEvent): boolean =>
    (cards === undefined || cards.has(change.card_id)) &&
    (tcg_type === undefined || change.card_id.startsWith(`${tcg_type}-`)) &&
    (source === undefined || change.source === source);
  return async (changes) => {
    const wanted = changes.filter(isWanted);
    if (setId === undefined) return wanted;
    const ids = [...new Set(wanted.map((change) => change.card_id))];
    const sets = await inParallel(ids, lookUpsAtOnceMax, (id) => feed.setOf(id));
    const members = new Set(ids.filter((_id, at) => sets[at] === setId));
    return wanted.filter((change) => members.has(change.card_id));
  };
};

@Route('prices')
@Tags('Prices')
export class PriceStreamController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /** Throws POSITION_TOO_OLD if the stream would begin with what was recorded long ago. */
  private async assertRecent(position: LogPosition): Promise<void> {
    const { log, runtime } = this.services;
    const { events } = await log.readAll({ after: position, limit: 1 });
    const [next] = events;
    const ageMs = next === undefined ? 0 : runtime.now().getTime() - Date.parse(next.recorded_at);
    if (ageMs <= limits.streamResumeMsMax) return;
    const days = limits.streamResumeMsMax / 86_400_000;
    throw ledgerError(
      'POSITION_TOO_OLD',
      `what follows ${position} was recorded more than ${days} days ago: read /v1/events`,
    );
  }

  /**
   * Changes of current prices as Server-Sent Events, as they are recorded. Each message is a change as JSON: what stood
   * before (`from`), what stands now (`to`). Its id is the position: a client that comes back sends it as Last-Event-ID, as
   * EventSource does by itself, and misses nothing. Events named `position` say how far the log was looked at while the
   * filter let nothing through; an event named `end` says why the server ends the stream (`shutdown`, `slow_reader`,
   * `unavailable`). An observation of an earlier stamp changes history only and is not sent. The stream follows the log, not
   * the read models: give a position as `min_position` to read what it says.
   * @summary Live price changes
   * @param lastEventId The id of the last event received: the changes after it are sent
   */
  @Get('stream')
  @Produces('text/event-stream')
  @SuccessResponse(200, 'Changes of prices, until the client or the server ends the stream', 'text/event-stream')
  @Response<Problem>(404, 'Card, set or source not found')
  @Response<Problem>(410, 'The position is too old to be resumed from')
  @Response<Problem>(429, 'Too many streams of this client are open')
  public async streamPrices(
    @Request() request: HttpRequest,
    @Queries() query: PriceStreamQuery,
    @Header('Last-Event-ID') lastEventId?: string,
  ): Promise<PriceChangeEvent | undefined> {
    const { runtime, streams } = this.services;
    const response = request.res as HttpResponse;
    const leaveCount = streams.open.enter(streams.clientOf(request));
    let leave = (): void => undefined;
    try {
      const select = await filterOf(this.services, query, streams.feed);
      const given = lastEventId ?? query.after;
      const asked =
        given === undefined
          ? null
          : await logStart(this.services, lastEventId === undefined ? 'after' : 'Last-Event-ID', given);
      if (asked !== null) await this.assertRecent(asked);
      const joined = await streams.feed.join();
      leave = joined.leave;
      const from = asked ?? joined.position;
      response.setHeader('Ledger-Position', from);
      const stream = openEventStream(response, {
        runtime,
        stallMs: limits.streamStallMs,
        retryMs: limits.streamRetryMs,
      });
      if (request.method === 'HEAD') response.end();
      else {
        const ledger = await this.services.log.id();
        const idOf = (position: string): string => withLedger(position, ledger);
        await sendChanges(stream, { feed: streams.feed, runtime, from, select, idOf, shutdown: streams.shutdown });
      }
    } finally {
      leave();
      leaveCount();
    }
    // Sent: tsoa's routes leave a sent response alone.
    return undefined;
  }
}
