import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { ledgerError } from '../../base/errors.js';
import { limits } from '../../base/limits.js';
import { resolveProvenance } from '../../../projections/coverage/provenance.js';
import type { RecordedEvent } from '../../domain/envelope.js';
import { provenanceId } from '../../domain/event-facts.js';
import { identityPattern } from '../../domain/cards/card.js';
import { eventTypes, isEventType } from '../../domain/events.js';
import type { EventLog } from '../../log/event-log.js';
import { type ReplaySlice, startSlice } from '../../log/replay.js';
import type { Database } from '../../postgres/database.js';
import { assertCardInLog, hasStream } from '../../log/stream-events.js';
import { nextLink } from '../paging.js';
import { instantField, invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import { sendStream } from '../send-stream.js';
import type { ApiDeps } from '../services.js';
import { type EventsText, linesOf, pageOf, plainText } from './events-page.js';
import { logStart } from './log-start.js';

export interface EventsQuery {
  /** Events after this position, alone or as `position@Ledger-Id`; without it from the beginning */
  after?: string;
  /** Only these event types (repeatable) */
  type?: string[];
  /** Only this stream, e.g. price-pokemon-517045 */
  stream?: string;
  /** Only the events of this card and its prices */
  card_id?: string;
  /** Recorded at or after; a day or a time. The log before is not read */
  from?: string;
  /** Recorded before; a day (its end) or a time */
  to?: string;
  /** The source's stamp at or after; a day or a time. Events without a stamp are left out */
  effective_from?: string;
  /** The source's stamp before; a day (its end) or a time */
  effective_to?: string;
  /** `provenance`: each event also has the snapshot behind it, or null, as `provenance` */
  expand?: 'provenance';
  /**
   * Events per page
   * @isInt
   * @minimum 1
   * @maximum 10000
   * @default 1000
   */
  limit?: number;
}

/** Returns a span of time. Its end is exclusive: a day ends where the next begins, so that no millisecond is in no day. */
const spanOf = (
  query: EventsQuery,
  first: 'from' | 'effective_from',
  last: 'to' | 'effective_to',
): { readonly from: string | undefined; readonly to: string | undefined } => {
  const begin = query[first];
  const end = query[last];
  const from = begin === undefined ? undefined : instantField(first, begin);
  const to = end === undefined ? undefined : instantField(last, end, 'after');
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    throw invalidField(first, `earlier than ${last}`, begin);
  return { from, to };
};

/** Returns the text of events with the snapshots behind them: of an observation that which it names, of a snapshot itself. */
const textWithProvenance =
  (database: Database): EventsText =>
  async (events) => {
    const idOf = (event: RecordedEvent): string | undefined =>
      event.type === 'SnapshotTaken' ? event.id : provenanceId(event);
    const found = await resolveProvenance(database, [...new Set(events.flatMap((event) => idOf(event) ?? []))]);
    const lines = events.map((event) => ({ ...event, provenance: found.get(idOf(event) ?? '') ?? null }));
    return plainText(lines);
  };

/** Returns the events asked for, without where to start. Throws VALIDATION_FAILED. */
const sliceOf = ({ type, stream, card_id, ...times }: EventsQuery): Omit<ReplaySlice, 'after'> => {
  const unknown = type?.find((name) => !isEventType(name));
  if (unknown !== undefined) throw invalidField('type', `one of ${eventTypes.join(', ')}`, unknown);
  if (card_id !== undefined && !identityPattern.test(card_id))
    throw invalidField('card_id', 'an id such as pokemon-517045', card_id);
  if (card_id !== undefined && stream !== undefined) throw invalidField('stream', 'either stream or card_id', stream);
  if (stream !== undefined && !/^[a-z]+-.+$/.test(stream))
    throw invalidField('stream', 'a name such as price-pokemon-517045', stream);
  const { from, to } = spanOf(times, 'from', 'to');
  const { from: effectiveFrom, to: effectiveTo } = spanOf(times, 'effective_from', 'effective_to');
  return {
    ...(type === undefined ? {} : { types: type }),
    ...(stream === undefined ? {} : { stream }),
    ...(card_id === undefined ? {} : { cardId: card_id }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
    ...(effectiveTo === undefined ? {} : { effectiveTo }),
  };
};

/** Throws CARD_NOT_FOUND or STREAM_NOT_FOUND for a card or stream of which the log has nothing. */
const assertInLog = async (log: EventLog, { card_id, stream }: EventsQuery): Promise<void> => {
  if (card_id !== undefined) await assertCardInLog(log, card_id);
  if (stream !== undefined && !(await hasStream(log, stream)))
    throw ledgerError('STREAM_NOT_FOUND', `no stream ${stream} in this ledger`, {
      details: { stream: 'expected a stream of this ledger, such as price-pokemon-517045' },
    });
};

@Route('events')
@Tags('Ledger')
export class EventsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Events in log order as NDJSON, one a line. Continue with `after` = the header `Ledger-Position`, also after an empty
   * page; `Link: rel="next"` is set while more events follow, up to `to`. Positions are the same everywhere. `from` and `to` go by
   * the time of recording, `effective_from` and `effective_to` by the source's stamp.
   * @summary Events in log order
   */
  @Get()
  @SuccessResponse(200, 'Events, one a line', 'application/x-ndjson')
  @Response<Problem>(404, 'Card or stream not found')
  public async listEvents(@Request() request: HttpRequest, @Queries() query: EventsQuery): Promise<string | undefined> {
    const { log, runtime, database, simulated } = this.services;
    const response = request.res as HttpResponse;
    const { limit = 1_000 } = query;
    const unstarted = sliceOf(query);
    await assertInLog(log, query);
    const asked = { ...unstarted, after: await logStart(this.services, 'after', query.after) };
    const slice = await startSlice(log, asked, { simulated });
    const toText = query.expand === undefined ? plainText : textWithProvenance(database);
    // A filter that matches little is answered in parts; one request never scans the whole log.
    const deadlineMs = runtime.monotonicMs() + limits.queryTimeoutMs / 2;
    const isOver = (): boolean => response.destroyed || runtime.monotonicMs() > deadlineMs;
    const page = await pageOf(log, slice, { limit, isOver, toText });
    response.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
    response.setHeader('Ledger-Position', page.position);
    response.setHeader('Cache-Control', 'no-store');
    if (page.hasMore) response.setHeader('Link', nextLink(request, { after: page.position }));
    await sendStream(request, response, page.lines ?? linesOf(log, slice, { count: page.events, toText }));
    // Sent: tsoa's routes leave a sent response alone.
    return undefined;
  }
}
