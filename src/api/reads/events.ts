import { Readable } from 'node:stream';
import { Controller, Get, Query, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { identityPattern } from '../../domain/cards/card.js';
import { startPosition, type RecordedEvent } from '../../domain/envelope.js';
import { eventTypes, isEventType } from '../../domain/events.js';
import { limits } from '../../base/limits.js';
import { replay } from '../../log/replay.js';
import { positionOf } from './cacheable-read.js';
import { afterField, instantField, invalidField } from '../params.js';
import type { Problem } from '../dto.js';
import { nextLink } from '../paging.js';
import type { ApiDeps } from '../services.js';

/** Events read at once; a page of the answer is gathered from as many as it takes. */
const readEvents = 1_000;

@Route('events')
@Tags('Ledger')
export class EventsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * Events in log order as NDJSON, one a line. Go on with `after` = the header `Ledger-Position` (also where nothing
   * fitted); a `Link: rel="next"` is there while there is more. Positions are the same everywhere.
   * @summary Events in log order
   * @param after Events after this position; without it from the beginning
   * @param type Only these event types (repeatable)
   * @param stream Only this stream, e.g. price-pokemon-517045
   * @param card_id Only the events of this card and its prices
   * @param from Recorded at or after; a day or a time
   * @param to Recorded before; a day (its end) or a time
   * @param limit Events a page
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 10000
   */
  @Get()
  @SuccessResponse<{ 'Ledger-Position': string; Link?: string; 'X-Simulated'?: string }>(
    200,
    'Events, one a line',
    'application/x-ndjson',
  )
  @Response<Problem>(400, 'The request does not fit the contract', undefined, 'application/problem+json')
  @Response<Problem>(503, 'min_position was not reached in time', undefined, 'application/problem+json')
  @Response<Problem>(500, 'Our fault; the log has the reason', undefined, 'application/problem+json')
  public async list(
    @Request() request: HttpRequest,
    @Query() after?: string,
    @Query() type?: string[],
    @Query() stream?: string,
    @Query() card_id?: string,
    @Query() from?: string,
    @Query() to?: string,
    @Query() limit = 1_000,
  ): Promise<Readable> {
    const unknown = type?.find((name) => !isEventType(name));
    if (unknown !== undefined) throw invalidField('type', `one of ${eventTypes.join(', ')}`, unknown);
    if (card_id !== undefined && !identityPattern.test(card_id))
      throw invalidField('card_id', 'an id such as pokemon-517045', card_id);
    if (card_id !== undefined && stream !== undefined) throw invalidField('stream', 'either stream or card_id', stream);
    if (stream !== undefined && !/^[a-z]+-.+$/.test(stream))
      throw invalidField('stream', 'a name such as price-pokemon-517045', stream);
    const begin = from === undefined ? undefined : instantField('from', from);
    // `to` is exclusive: a day ends where the next begins, or an event in its last millisecond would be in no day.
    const end = to === undefined ? undefined : afterField('to', to);
    if (begin !== undefined && end !== undefined && Date.parse(begin) >= Date.parse(end))
      throw invalidField('from', 'earlier than to', from);
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
      // A filter that matches little is answered in parts, rather than by scanning the whole log in one request.
      if (events.length >= limit || this.services.runtime.monotonicMs() > deadlineMs) break;
    }
    this.setHeader('Content-Type', 'application/x-ndjson; charset=utf-8');
    this.setHeader('Ledger-Position', position);
    this.setHeader('Cache-Control', 'no-store');
    if (more) this.setHeader('Link', nextLink(request, { after: position }));
    return Readable.from(events.map((event) => `${JSON.stringify(event)}\n`));
  }
}
