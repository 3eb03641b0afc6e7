import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Patch,
  Path,
  Post,
  Queries,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { namesOfCards } from '../../../projections/catalog/card-names.js';
import { withPlaces } from '../../alerting/alert-places.js';
import { reconcileAlerts } from '../../alerting/watchlists/reconcile.js';
import {
  cardsOfLists,
  changeList,
  insertList,
  listOfUser,
  listsOfUser,
  removeList,
  type StoredList,
} from '../../alerting/watchlists/store.js';
import { limits } from '../../base/limits.js';
import { assertOwnChannels } from '../../delivery/channels.js';
import type { LogPosition } from '../../domain/envelope.js';
import type { Database } from '../../postgres/database.js';
import { command, type Done } from '../command.js';
import { assertIfMatch, revisionTag } from '../if-match.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import { cardIdField, invalidField, uuidField } from '../params.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import { cardNotFound } from '../reads/cards.js';
import { mergedAsKnown } from '../reads/merged-card.js';
import type { ApiDeps } from '../services.js';
import type { RuleTerms } from './alert-terms-given.js';
import type { RowsQuery } from './alerts.js';
import { checkListRule, ruleOnCard } from './list-rule.js';

/** A rule for each card of a list, as of an alert without its card. */
export interface ListRule extends RuleTerms {
  /**
   * Ids of channels; none (default): all channels of the account
   * @maxItems 20
   */
  readonly channels?: readonly string[];
}

export interface NewWatchlist {
  /**
   * For its owner alone
   * @minLength 1
   * @maxLength 100
   */
  readonly name: string;
  /**
   * Card ids, in the order in which they are shown
   * @maxItems 500
   */
  readonly cards?: readonly string[];
  /** Makes one alert on each card, also on those that enter later */
  readonly rule?: ListRule | null;
}

/** What is left out stays as it is. */
export interface WatchlistChange {
  /**
   * @minLength 1
   * @maxLength 100
   */
  readonly name?: string;
  /**
   * All cards, in their order; not beside add and remove
   * @maxItems 500
   */
  readonly cards?: readonly string[];
  /**
   * Cards that enter, at the end
   * @maxItems 500
   */
  readonly add?: readonly string[];
  /**
   * Cards that leave; their alerts are deleted
   * @maxItems 500
   */
  readonly remove?: readonly string[];
  /** Another rule for each card; null: none, and the alerts are deleted */
  readonly rule?: ListRule | null;
}

export interface WatchedCardAnswer {
  readonly card_id: string;
  /** `null` until the card is listed. */
  readonly name: string | null;
  readonly added_at: string;
  /** The alert of the list's rule on the card; `null` without a rule, or where it makes none. */
  readonly alert_id: string | null;
  /** Why the rule makes no alert on the card. */
  readonly problem: string | null;
}

export interface WatchlistAnswer {
  readonly watchlist_id: string;
  readonly name: string;
  readonly cards: readonly WatchedCardAnswer[];
  readonly rule: ListRule | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface WatchlistsAnswer {
  /** Made last first. */
  readonly watchlists: readonly WatchlistAnswer[];
  readonly pagination: Pagination;
}

const nameField = (name: string): string => {
  const text = name.trim();
  if (text === '' || /[\ud800-\udfff]/u.test(text)) throw invalidField('name', '1 to 100 characters', name);
  return text;
};

@Route('watchlists')
@Tags('Alerts')
@Security('user', ['alerts'])
export class WatchlistsController extends Controller {
  private readonly database: Database;

  constructor(private readonly services: ApiDeps) {
    super();
    // What a user has written is read where it was written.
    this.database = services.accounts.database;
  }

  private deps(): { database: Database; runtime: ApiDeps['runtime'] } {
    return { database: this.database, runtime: this.services.runtime };
  }

  private withPlaces(userId: string, work: () => Promise<void>): Promise<void> {
    const { log, database: reads } = this.services;
    return withPlaces({ ...this.deps(), log, reads }, userId, work);
  }

  private async answers(lists: readonly StoredList[]): Promise<WatchlistAnswer[]> {
    const cards = await cardsOfLists(
      this.database,
      lists.map(({ id }) => id),
    );
    const ids = [...cards.values()].flatMap((some) => some.map(({ card_id }) => card_id));
    const names = await namesOfCards(this.services.database, ids);
    return lists.map(({ id, name, rule, created_at, updated_at }) => ({
      watchlist_id: id,
      name,
      cards: (cards.get(id) ?? []).map((card) => ({ ...card, name: names.get(card.card_id) ?? null })),
      rule: rule,
      created_at,
      updated_at,
    }));
  }

  /** Returns cards by the ids that they have now, each once. Throws VALIDATION_FAILED, CARD_NOT_FOUND. */
  private async cardsField(field: string, cards: readonly string[]): Promise<string[]> {
    const asked = cards.map((card, at) => cardIdField(card, `${field}[${at}]`));
    const merged = await mergedAsKnown(this.services.database, asked, undefined);
    const now = [...new Set(asked.map((card) => merged.get(card) ?? card))];
    const names = await namesOfCards(this.services.database, now);
    const unknown = now.find((card) => !names.has(card));
    if (unknown !== undefined) throw cardNotFound(unknown);
    return now;
  }

  /** Throws if the rule is none, or names channels that are not the user's. */
  private async checkRule(userId: string, rule: ListRule | null | undefined): Promise<void> {
    if (rule == null) return;
    checkListRule(rule);
    const { channels = [] } = rule;
    if (channels.length === 0) return;
    await assertOwnChannels(
      this.database,
      userId,
      channels.map((id, at) => uuidField(`rule.channels[${at}]`, id)),
    );
  }

  /** Makes, changes and deletes the alerts of the user's lists; what does not get done now, is later. */
  private reconcile(userId: string): Promise<LogPosition | null> {
    const { log, runtime } = this.services;
    return reconcileAlerts(
      { log, runtime, database: this.database, ruleOnCard: ruleOnCard(this.services) },
      { userId },
    );
  }

  private async done(userId: string, id: string): Promise<Done<WatchlistAnswer>> {
    const position = await this.reconcile(userId);
    const list = await listOfUser(this.database, userId, id);
    const [answer] = await this.answers([list]);
    return { status: 200, answer: answer as WatchlistAnswer, position, etag: revisionTag(list.revision) };
  }

  /**
   * Creates a named list of cards. With a rule it makes one alert on each of its cards, which is deleted when the card leaves.
   * @summary Create a watchlist
   */
  @Post()
  @SuccessResponse(201, 'The watchlist; Location has its path')
  @Response<Problem>(404, 'Card not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public createWatchlist(
    @Request() request: HttpRequest,
    @Body() body: NewWatchlist,
  ): Promise<WatchlistAnswer | undefined> {
    return command(this.services, request, async ({ userId, newId }) => {
      const { name, cards = [], rule = null } = body;
      const id = newId('watchlist');
      await this.checkRule(userId, rule);
      const listed = await this.cardsField('cards', cards);
      await this.withPlaces(userId, () => insertList(this.deps(), { id, userId, name: nameField(name), rule }, listed));
      return { ...(await this.done(userId, id)), status: 201, location: `/v1/watchlists/${id}` };
    });
  }

  /**
   * The user's watchlists with their cards, made last first.
   * @summary List watchlists
   */
  @Get()
  @SuccessResponse(200, 'Watchlists')
  public async listWatchlists(@Request() request: HttpRequest, @Queries() query: RowsQuery): Promise<WatchlistsAnswer> {
    const { limit = limits.pageLimitDefault, offset = 0 } = query;
    const { userId } = principalOf(request);
    const { lists, total } = await listsOfUser(this.database, userId, { limit, offset });
    const pagination = paginationOf({ total, limit, offset, count: lists.length });
    if (pagination.has_more) this.setHeader('Link', nextLink(request, { offset: String(offset + limit) }));
    return { watchlists: await this.answers(lists), pagination };
  }

  /**
   * One watchlist with its cards, and the alert of each. Its ETag serves as If-Match.
   * @summary One watchlist
   * @param id The watchlist
   */
  @Get('{id}')
  @SuccessResponse(200, 'The watchlist')
  @Response<Problem>(404, 'Watchlist not found')
  public async getWatchlist(@Request() request: HttpRequest, @Path() id: string): Promise<WatchlistAnswer> {
    const list = await listOfUser(this.database, principalOf(request).userId, uuidField('id', id));
    const [answer] = await this.answers([list]);
    this.setHeader('ETag', revisionTag(list.revision));
    return answer as WatchlistAnswer;
  }

  /**
   * Changes what is given. Alerts of cards that enter are made, of cards that leave deleted; another rule changes all of them.
   * @summary Change a watchlist
   * @param id The watchlist
   * @param ifMatch ETag of the watchlist that the change is about: 412 if it was changed since
   */
  @Patch('{id}')
  @SuccessResponse(200, 'The watchlist')
  @Response<Problem>(404, 'Watchlist or card not found')
  @Response<Problem>(412, 'The watchlist was changed since')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public changeWatchlist(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: WatchlistChange,
    @Header('If-Match') ifMatch?: string,
  ): Promise<WatchlistAnswer | undefined> {
    return command(this.services, request, async ({ userId }) => {
      const { name, cards, add, remove, rule } = body;
      const listId = uuidField('id', id);
      if (cards !== undefined && (add !== undefined || remove !== undefined))
        throw invalidField('cards', 'none beside add and remove');
      await listOfUser(this.database, userId, listId);
      await this.checkRule(userId, rule);
      const change = {
        ...(name === undefined ? {} : { name: nameField(name) }),
        ...(cards === undefined ? {} : { cards: await this.cardsField('cards', cards) }),
        ...(add === undefined ? {} : { add: await this.cardsField('add', add) }),
        ...(remove === undefined ? {} : { remove: remove.map((card, at) => cardIdField(card, `remove[${at}]`)) }),
        ...(rule === undefined ? {} : { rule }),
      };
      const assertSeen = (revision: number): void => assertIfMatch(ifMatch, 'watchlist', revision);
      await this.withPlaces(userId, () => changeList(this.deps(), { id: listId, userId, assertSeen }, change));
      return this.done(userId, listId);
    });
  }

  /**
   * Deletes a watchlist and the alerts of its rule.
   * @summary Delete a watchlist
   * @param id The watchlist
   */
  @Delete('{id}')
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'Watchlist not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public deleteWatchlist(@Request() request: HttpRequest, @Path() id: string): Promise<void> {
    return command(this.services, request, async ({ userId }): Promise<Done<void>> => {
      await removeList(this.deps(), { id: uuidField('id', id), userId });
      return { status: 204, answer: undefined, position: await this.reconcile(userId) };
    });
  }
}
