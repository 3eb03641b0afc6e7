import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import { positionAt } from '../../../projections/changes/queries.js';
import { assertSourceKnown } from '../../../projections/coverage/queries.js';
import type { PriceMove } from '../../../projections/trending/ranked-price.js';
import { type GradeOfPrice } from '../../../projections/price-key-columns.js';
import { limits } from '../../base/limits.js';
import type { Game } from '../../domain/cards/card.js';
import type { LogPosition } from '../../domain/envelope.js';
import type { Currency } from '../../domain/prices/money.js';
import type { Condition, PriceKind } from '../../domain/prices/price-key.js';
import { currentVersions } from '../../projecting/read-model-versions.js';
import { nextLink, questionOf, readCursor, writeCursor } from '../paging.js';
import { cardIdField, instantField, invalidField } from '../params.js';
import { marketMove, type PriceEnd, priceEndOf } from '../price-ends.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import { logStart } from './log-start.js';
import { lookMs, type NetChange, netChanges } from './net-changes.js';
import type { TableQuery } from './query-parameters.js';

export interface PriceChangesQuery extends TableQuery {
  /** Changes after this position, or after what had been recorded by this day or time */
  after: string;
  /** Changes up to this position, or to what had been recorded by this day or time; without it up to now */
  until?: string;
  /** Only this game */
  tcg_type?: Game;
  /** A set by its id, code or name in any spelling */
  set_identifier?: string;
  /** Only this card */
  card_id?: string;
  /** Only this source */
  source?: string;
  /**
   * Rows per page
   * @isInt
   * @minimum 1
   * @maximum 100
   * @default 20
   */
  limit?: number;
  /** Continue from a `Link: rel="next"`, with the same filters */
  cursor?: string;
}

export interface PriceChangeRow {
  readonly card_id: string;
  readonly source: string;
  readonly kind: PriceKind;
  readonly printing: string;
  readonly condition: Condition | null;
  readonly grade: GradeOfPrice | null;
  readonly language: string | null;
  readonly currency: Currency;
  /** The last event about this price up to `until`. */
  readonly position: string;
  /** `null` if no price stood. */
  readonly from: PriceEnd | null;
  /** `null` if none stands any more. */
  readonly to: PriceEnd | null;
  /** Of the market price; `null` without one at either end. */
  readonly change: PriceMove | null;
}

export interface PriceChangesAnswer {
  /** The position after which changes are counted. */
  readonly after: string;
  /** The position up to which they are counted: the next `after`. */
  readonly until: string;
  /** In the order of their positions. */
  readonly changes: readonly PriceChangeRow[];
  readonly pagination: {
    /** @isInt */
    readonly limit: number;
    readonly has_more: boolean;
  };
}

const rowOf = ({ key, position, from, to }: NetChange): PriceChangeRow => {
  const { card_id, source, kind, printing, condition, grade, language, currency } = key;
  return {
    ...{ card_id, source, kind, printing: printing.name, condition, grade, language, currency, position },
    from: from === null ? null : priceEndOf(from, currency),
    to: to === null ? null : priceEndOf(to, currency),
    change: marketMove(from?.numbers, to?.numbers, currency),
  };
};

/** Returns the position that a text names: its own, or that of what had been recorded by a day or time. */
const positionIn = async (services: ApiDeps, field: 'after' | 'until', text: string): Promise<LogPosition> => {
  if (!/^\d{4}-/.test(text)) return logStart(services, field, text);
  return positionAt(services.database, instantField(field, text, 'end'));
};

const models = ['changes', 'catalog', 'coverage'] as const;

@Route('prices/changes')
@Tags('Prices')
export class PriceChangesController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * The net change of each price between two positions of the log, or two times of recording: one row a price, from what stood
   * to what stands. A price that changed and changed back has none. Poll with `after` = `until` of the last page of the last
   * answer. A span with many events is answered in pages that may be short.
   * @summary Changes of prices between two positions
   */
  @Get()
  @SuccessResponse(200, 'The changes')
  @Response<Problem>(404, 'Set or source not found')
  public getPriceChanges(
    @Request() request: HttpRequest,
    @Queries() query: PriceChangesQuery,
  ): Promise<PriceChangesAnswer | undefined> {
    const { set_identifier, card_id, source, tcg_type, limit = limits.pageLimitDefault, cursor } = query;
    const { database, runtime } = this.services;
    const cardId = card_id === undefined ? undefined : cardIdField(card_id);
    const question = questionOf(query);
    const continued = cursor === undefined ? undefined : readCursor(cursor, question);
    const options = { models, minPosition: query.min_position };
    return answerRead(this.services, request, options, async (draft) => {
      draft.dependsOnAny(models);
      // Before the data: what is recorded meanwhile is for the next answer.
      const { position: reached } = await currentVersions(database, ['changes']);
      if (source !== undefined) await assertSourceKnown(database, source);
      const setId =
        set_identifier === undefined
          ? undefined
          : await resolveSet(database, set_identifier, { field: 'set_identifier' });
      const after = await positionIn(this.services, 'after', query.after);
      const asked = query.until === undefined ? reached : await positionIn(this.services, 'until', query.until);
      // A walk ends where it began to end, though the ledger has moved on.
      const [until, place] =
        continued === undefined ? [asked < reached ? asked : reached, after] : [continued.id, continued.value];
      if (query.until !== undefined && asked < after) throw invalidField('after', 'no later than until', query.after);
      const startMs = runtime.monotonicMs();
      const page = await netChanges(this.services, {
        ...{ after, until: until as LogPosition, place: place as LogPosition, limit, cardId, source, setId },
        cardPrefix: tcg_type === undefined ? undefined : `${tcg_type}-`,
        isOver: () => runtime.monotonicMs() - startMs > lookMs,
      });
      if (page.next !== null)
        draft.link(nextLink(request, { cursor: writeCursor(question, { value: page.next, id: until }) }));
      return {
        after,
        until: until > after ? until : after,
        changes: page.changes.map(rowOf),
        pagination: { limit, has_more: page.next !== null },
      };
    });
  }
}
