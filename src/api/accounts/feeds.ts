import {
  Body,
  Controller,
  Delete,
  Get,
  Path,
  Post,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { cardsOfLists, listOfUser } from '../../alerting/watchlists/store.js';
import { checkName } from '../../delivery/channel-rules.js';
import { alertEntries, type FeedEntry, moverEntries } from '../../delivery/feeds/feed-entries.js';
import {
  createFeed,
  deleteFeed,
  feedNotFound,
  feedOfToken,
  feedsOfUser,
  type FeedSubject,
  type StoredFeed,
} from '../../delivery/feeds/feeds.js';
import { watchlistEntries } from '../../delivery/feeds/watchlist-entries.js';
import { type FeedFormat, feedTypes, renderFeed } from '../../delivery/feeds/render-feed.js';
import { command, type Done } from '../command.js';
import { ownAlert } from '../commands/own-alert.js';
import { invalidField, uuidField } from '../params.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import type { ApiServices } from '../services.js';

export interface NewFeed {
  /** The firings of an alert, the changes of prices of a watchlist, or the prices that moved most within a day */
  of: 'alert' | 'watchlist' | 'movers';
  /** The alert, of the user */
  alert_id?: string;
  /** The watchlist, of the user */
  watchlist_id?: string;
  /** Movers of this game only */
  tcg_type?: 'pokemon' | 'onepiece';
  name?: string;
}

export interface FeedShown {
  readonly feed_id: string;
  readonly of: 'alert' | 'watchlist' | 'movers';
  readonly alert_id: string | null;
  readonly watchlist_id: string | null;
  readonly tcg_type: 'pokemon' | 'onepiece' | null;
  readonly name: string;
  readonly created_at: string;
}

export interface FeedCreated {
  readonly feed: FeedShown;
  /** Anybody with the address reads the feed; shown this once: `null` in the answer to an Idempotency-Key that comes again. */
  readonly atom_url: string | null;
  readonly json_url: string | null;
}

export interface FeedsAnswer {
  /** The oldest first. */
  readonly feeds: readonly FeedShown[];
}

const shown = ({ id, name, subject, createdAt }: StoredFeed): FeedShown => ({
  feed_id: id,
  of: subject.of,
  alert_id: subject.of === 'alert' ? subject.alert_id : null,
  watchlist_id: subject.of === 'watchlist' ? subject.watchlist_id : null,
  tcg_type: subject.of === 'movers' ? subject.tcg_type : null,
  name,
  created_at: createdAt,
});

const defaultNames = { alert: 'Alert', watchlist: 'Watchlist', movers: 'Movers' } as const;

@Route('feeds')
@Tags('Notifications')
export class FeedsController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /**
   * The feeds of the user. Their addresses are not shown again.
   * @summary Own feeds
   */
  @Get()
  @Security('user', ['alerts'])
  @SuccessResponse(200, 'Feeds')
  public async listFeeds(@Request() request: HttpRequest): Promise<FeedsAnswer> {
    const feeds = await feedsOfUser(this.services.accounts.database, principalOf(request).userId);
    return { feeds: feeds.map(shown) };
  }

  /**
   * Makes a feed at a secret address, for readers that send no credentials.
   * @summary Make a feed
   */
  @Post()
  @Security('user', ['alerts'])
  @SuccessResponse(201, 'Feed made')
  @Response<Problem>(404, 'Alert or watchlist not found')
  @Response<Problem>(409, 'The number of feeds is used up')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public createFeed(@Request() request: HttpRequest, @Body() body: NewFeed): Promise<FeedCreated | undefined> {
    const { accounts, runtime } = this.services;
    return command(this.services, request, async ({ userId, newId }): Promise<Done<FeedCreated>> => {
      const subject = await this.subjectOf(body, userId);
      const name = checkName(body.name ?? defaultNames[subject.of]);
      const wanted = { id: newId('feed'), userId, name, subject };
      const { feed, token } = await createFeed({ database: accounts.database, runtime }, wanted);
      const base = `${accounts.publicUrl()}/v1/feeds/${token}`;
      const answer = { feed: shown(feed), atom_url: `${base}.atom`, json_url: `${base}.json` };
      return { status: 201, position: null, answer, kept: { ...answer, atom_url: null, json_url: null } };
    });
  }

  /**
   * Deletes a feed: its address answers no more.
   * @summary Delete a feed
   * @param feed The feed's id
   */
  @Delete('{feed}')
  @Security('user', ['alerts'])
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'Feed not found')
  public async deleteFeed(@Request() request: HttpRequest, @Path() feed: string): Promise<void> {
    const { database } = this.services.accounts;
    if (!(await deleteFeed(database, principalOf(request).userId, uuidField('feed', feed)))) throw feedNotFound();
    this.setStatus(204);
  }

  /**
   * The feed as Atom or JSON Feed. Each entry has the id of its event, and old → new in its title.
   * @summary Read a feed
   * @param feed The secret of its address with .atom or .json
   */
  @Get('{feed}')
  @SuccessResponse(200, 'The feed', ['application/atom+xml', 'application/feed+json'])
  @Response<Problem>(404, 'Feed not found')
  public async readFeed(@Request() request: HttpRequest, @Path() feed: string): Promise<string | undefined> {
    const { accounts, readsNeedKey } = this.services;
    const [, token = '', format = ''] = /^(\w+)\.(atom|json)$/.exec(feed) ?? [];
    const found = await feedOfToken(accounts.database, token);
    if (found === null) throw feedNotFound();
    const { subject, id, name, createdAt } = found;
    const entries = await this.entriesOf(subject);
    const head = {
      ...{ feedId: id, title: name, publicUrl: accounts.publicUrl(), createdAt: new Date(createdAt) },
      hasCharts: readsNeedKey !== true,
    };
    const response = request.res as HttpResponse;
    response.setHeader('Content-Type', feedTypes[format as FeedFormat]);
    // Readers ask again and again; the address is of one user.
    response.setHeader('Cache-Control', 'private, max-age=300');
    response.send(renderFeed(head, entries, format as FeedFormat));
    // Sent: tsoa's routes leave a sent response alone.
    return undefined;
  }

  private async entriesOf(subject: FeedSubject): Promise<FeedEntry[]> {
    const { accounts, database, log, runtime } = this.services;
    if (subject.of === 'alert') return alertEntries({ database, log }, subject.alert_id);
    if (subject.of === 'movers') return moverEntries({ database, now: runtime.now() }, subject.tcg_type ?? undefined);
    const { watchlist_id: id } = subject;
    const cards = (await cardsOfLists(accounts.database, [id])).get(id) ?? [];
    return watchlistEntries(
      { database, log },
      cards.map(({ card_id }) => card_id),
    );
  }

  private async subjectOf(body: NewFeed, userId: string): Promise<FeedSubject> {
    const { of, alert_id, watchlist_id, tcg_type } = body;
    const own = { alert: 'alert_id', watchlist: 'watchlist_id', movers: 'tcg_type' } as const;
    const other = Object.values(own).find((field) => field !== own[of] && body[field] !== undefined);
    if (other !== undefined) throw invalidField(other, `none for ${of}`);
    if (of === 'movers') return { of, tcg_type: tcg_type ?? null };
    if (of === 'watchlist') {
      const list = await listOfUser(this.services.accounts.database, userId, uuidField(own[of], watchlist_id ?? ''));
      return { of, watchlist_id: list.id };
    }
    const id = uuidField(own[of], alert_id ?? '');
    await ownAlert(this.services.log, { userId, alertId: id, field: own[of] });
    return { of, alert_id: id };
  }
}
