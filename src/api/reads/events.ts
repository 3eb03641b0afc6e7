import { Readable } from 'node:stream';
import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { identityPattern } from '../../domain/cards/card.js';
import { startPosition, type RecordedEvent } from '../../domain/envelope.js';
import { eventTypes, isEventType } from '../../domain/events.js';
import { limits } from '../../base/limits.js';
import { replay } from '../../log/replay.js';
import { assertCardInLog, hasStream } from '../../log/stream-events.js';
import { ledgerError } from '../../base/errors.js';
import { positionOf } from './awaited-versions.js';
import { instantField, invalidField } from '../params.js';
import { nextLink } from '../paging.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';

/** Events read from the log at once; one page of the answer takes as many reads as it needs. */
const readEvents = 1_000;

export interface EventsQuery {
  /** Events after this position; without it from the beginning */
  after?: string;
  /** Only these event types (repeatable) */
  type?: string[];
  /** Only this stream, e.g. price-pokemon-517045 */
  stream?: string;
  /** Only the events of this card and its prices */
  card_id?: string;
  /** Recorded at or after; a day or a time */
  from?: string;
  /** Recorded before; a day (its end) or a time */
  to?: string;
  /**
   * Events per page
   * @isInt
   * @minimum 1
   * @maximum 10000
   * @default 1000
   */
  limit?: number;
}

@Route('events')
@Tags('Ledger')
export class EventsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Events in log order as NDJSON, one a line. Continue with `after` = the header `Ledger-Position`, also after an empty
   * page; `Link: rel="next"` is set while more events follow. Positions are the same everywhere.
   * @summary Events in log order
   */
  @Get()
  @SuccessResponse(200, 'Events, one a line', 'application/x-ndjson')
  @Response<Problem>(404, 'Card or stream not found')
  public async listEvents(@Request() request: HttpRequest, @Queries() query: EventsQuery): Promise<Readable> {
    const { after, type, stream, card_id, from, to, limit = 1_000 } = query;
    const unknown = type?.find((name) => !isEventType(name));
    if (unknown !== undefined) throw invalidField('type', `one of ${eventTypes.join(', ')}`, unknown);
    if (card_id !== undefined && !identityPattern.test(card_id))
      throw invalidField('card_id', 'an id such as pokemon-517045', card_id);
    if (card_id !== undefined && stream !== undefined) throw invalidField('stream', 'either stream or card_id', stream);
    if (stream !== undefined && !/^[a-z]+-.+$/.test(stream))
      throw invalidField('stream', 'a name such as price-pokemon-517045', stream);
    const begin = from === undefined ? undefined : instantField('from', from);
    // `to` is exclusive: a day ends where the next begins. Otherwise an event in its last millisecond would be in no day.
    const end = to === undefined ? undefined : instantField('to', to, 'after');
    if (begin !== undefined && end !== undefined && Date.parse(begin) >= Date.parse(end))
      throw invalidField('from', 'earlier than to', from);
    const { log } = this.services;
    if (card_id !== undefined) await assertCardInLog(log, card_id);
    if (stream !== undefined && !(await hasStream(log, stream)))
      throw ledgerError('STREAM_NOT_FOUND', `no stream ${stream} in this ledger`, {
        details: { stream: 'expected a stream of this ledger, such as price-pokemon-517045' },
      });
    const start = after === undefined ? startPosition : positionOf(this.services, 'after', after);
    const slice = {
      after: start,
      pageEvents: Math.min(limit, readEvents),
      ...(type === undefined ? {} : { types: type }),
      ...(stream === undefined ? {} : { stream }),
      ...(card_id === undefined ? {} : { cardId: card_id }),
      ...(begin === undefined ? {} : { from: begin }),
      ...(end === undefined ? {} : { to: end }),
    };
    const deadlineMs = this.services.runtime.monotonicMs() + limits.queryTimeoutMs / 2;
    const events: RecordedEvent[] = [];
    let position = start;
    let more = false;
    for await (const page of replay(this.services.log, slice)) {
      const room = limit - events.length;
      const taken = page.events.slice(0, room);
      events.push(...taken);
      const isWhole = taken.length === page.events.length;
      position = isWhole ? page.position : (taken.at(-1)?.position ?? position);
      more = !isWhole || !page.atHead;
      // A filter that matches little is answered in parts; one request never scans the whole log.
      if (events.length >= limit || this.services.runtime.monotonicMs() > deadlineMs) break;
    }
    this.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
    this.setHeader('Ledger-Position', position);
    this.setHeader('Cache-Control', 'no-store');
    if (more) this.setHeader('Link', nextLink(request, { after: position }));
    return Readable.from(events.map((event) => `${JSON.stringify(event)}\n`));
  }
}
