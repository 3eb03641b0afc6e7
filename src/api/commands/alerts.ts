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
import { findAlert, historyOfAlert, listAlerts } from '../../../projections/alerts/queries.js';
import {
  changeAlert,
  type CommandResult,
  createAlert,
  deleteAlert,
  pauseAlert,
  resumeAlert,
} from '../../alerting/commands.js';
import { ledgerError } from '../../base/errors.js';
import { givePlaceBack, inPlace, withPlaces } from '../../alerting/alert-places.js';
import { limits } from '../../base/limits.js';
import { assertOwnChannels } from '../../delivery/channels.js';
import { queueAlertTest } from '../../delivery/test-alert.js';
import type { AlertStatus } from '../../domain/alerts/decider.js';
import { command, type CommandContext, type Done } from '../command.js';
import { revisionTag } from '../if-match.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import { cardIdField, instantField, updatedAfterField, uuidField } from '../params.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import { awaitedVersions } from '../reads/awaited-versions.js';
import type { ReadQuery } from '../reads/query-parameters.js';
import type { ApiDeps } from '../services.js';
import { type AlertAnswer, alertAnswers, type HistoryEntry, historyEntry } from './alert-answer.js';
import { cardNow, ruleChanged, ruleGiven, type RuleTerms } from './alert-terms-given.js';
import { ifOwn, onOwnAlert, ownAlert, ownAlertRow } from './own-alert.js';

/** What an alert has beside its rule. */
interface AlertSettings {
  /**
   * Ids of channels; none (default): all channels of the account
   * @maxItems 20
   */
  readonly channels?: readonly string[];
  /** A time, or a day, which means its end; null (default): never */
  readonly expires_at?: string | null;
}

export interface NewAlert extends RuleTerms, AlertSettings {
  /** The card, e.g. pokemon-517045 */
  readonly card_id: string;
}

/** What is left out stays as it is. */
export interface AlertChange extends RuleTerms, AlertSettings {}

/** Rows of a list that is the user's own. */
export interface RowsQuery {
  /**
   * Rows per page
   * @isInt
   * @minimum 1
   * @maximum 100
   * @default 20
   */
  limit?: number;
  /**
   * Rows to skip
   * @isInt
   * @minimum 0
   * @maximum 100000
   * @default 0
   */
  offset?: number;
}

/** The same of a read model. */
export interface OwnPageQuery extends RowsQuery, ReadQuery {}

export interface AlertsQuery extends OwnPageQuery {
  /** Only alerts with this status */
  status?: AlertStatus;
  /** Only alerts on this card */
  card_id?: string;
  /** Only alerts with an event after this position, or after this day or time: a command, a firing, a re-arming */
  updated_after?: string;
}

export interface AlertsAnswer {
  /** Made last first. */
  readonly alerts: readonly AlertAnswer[];
  readonly pagination: Pagination;
}

export interface AlertHistoryQuery extends OwnPageQuery {
  /** Only what happened in this way, such as AlertTriggered */
  type?: HistoryEntry['type'];
}

export interface AlertHistoryAnswer {
  readonly alert_id: string;
  /** The newest first. */
  readonly history: readonly HistoryEntry[];
  readonly pagination: Pagination;
}

/** Notifications of a test. */
export interface AlertTestAnswer {
  readonly notification_ids: readonly string[];
}

const nothingToTest = (why: string): Error => ledgerError('NOTHING_TO_SEND', `nothing is sent: ${why}`);

const expiryOf = ({ expires_at }: AlertSettings): { expiresAt?: string | null } =>
  expires_at === undefined
    ? {}
    : { expiresAt: expires_at === null ? null : instantField('expires_at', expires_at, 'end') };

@Route('alerts')
@Tags('Alerts')
@Security('user', ['alerts'])
export class AlertsController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /** Throws as the channels of the delivery do for one that is not the user's. */
  private async checkChannels(userId: string, channels: readonly string[] | undefined): Promise<void> {
    if (channels === undefined || channels.length === 0) return;
    await assertOwnChannels(
      this.services.accounts.database,
      userId,
      channels.map((id, at) => uuidField(`channels[${at}]`, id)),
    );
  }

  private async done(userId: string, result: CommandResult): Promise<Done<AlertAnswer>> {
    const { log, database } = this.services;
    const alert = await ownAlertRow(log, { userId, alertId: result.alertId });
    const [answer] = await alertAnswers(database, [alert]);
    return {
      status: 200,
      answer: answer as AlertAnswer,
      position: result.position ?? alert.position,
      etag: revisionTag(alert.command_revision),
    };
  }

  /**
   * Creates an alert of the user on a card. A rule that names no printing watches that of the card's one price. It is armed at
   * once; docs/alerts.md explains when it fires. Amounts are in major units.
   * @summary Create an alert
   */
  @Post()
  @SuccessResponse(201, 'The alert; Location has its path')
  @Response<Problem>(404, 'Card not found, or no price with this source, printing, condition, grade or currency')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public createAlert(@Request() request: HttpRequest, @Body() body: NewAlert): Promise<AlertAnswer | undefined> {
    return command(this.services, request, async ({ userId, newId }: CommandContext) => {
      const { log, database, runtime, accounts } = this.services;
      const { card_id, channels, expires_at, ...terms } = body;
      const expiry = expiryOf({ ...(expires_at === undefined ? {} : { expires_at }) });
      const rule = await ruleGiven(this.services, await cardNow(this.services, cardIdField(card_id)), terms);
      await this.checkChannels(userId, channels);
      const alertId = newId('alert');
      const given = { alertId, actor: userId, owner: userId, channels: channels ?? [], rule, ...expiry };
      const places = { log, runtime, reads: database, database: accounts.database };
      const created = await withPlaces(places, userId, () =>
        inPlace(places, { userId, alertId }, () => createAlert({ log, runtime }, given)),
      );
      const done = await this.done(userId, created);
      return { ...done, status: 201, location: `/v1/alerts/${alertId}` };
    });
  }

  /**
   * The user's alerts, made last first.
   * @summary List alerts
   */
  @Get()
  @SuccessResponse(200, 'Alerts')
  public async listAlerts(@Request() request: HttpRequest, @Queries() query: AlertsQuery): Promise<AlertsAnswer> {
    const { database, log } = this.services;
    const { status, card_id, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const updatedAfter = updatedAfterField(log, query.updated_after);
    const cardId = card_id === undefined ? undefined : cardIdField(card_id);
    await awaitedVersions(this.services, request, ['alerts', 'catalog'], min_position);
    const cardIds = cardId === undefined ? undefined : [cardId, await cardNow(this.services, cardId)];
    const wanted = { owner: principalOf(request).userId, status, cardIds, updatedAfter };
    const { alerts, total } = await listAlerts(database, wanted, { limit, offset });
    const pagination = paginationOf({ total, limit, offset, count: alerts.length });
    if (pagination.has_more) this.setHeader('Link', nextLink(request, { offset: String(offset + limit) }));
    return { alerts: await alertAnswers(database, alerts), pagination };
  }

  /**
   * One alert, with how it stands on each price: armed, fired or cooling, and what arms it again. Its ETag serves as If-Match.
   * @summary One alert
   * @param id The alert
   */
  @Get('{id}')
  @SuccessResponse(200, 'The alert')
  @Response<Problem>(404, 'Alert not found')
  public async getAlert(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Queries() query: ReadQuery,
  ): Promise<AlertAnswer> {
    const { database } = this.services;
    const alertId = uuidField('id', id);
    await awaitedVersions(this.services, request, ['alerts', 'catalog'], query.min_position);
    const { userId } = principalOf(request);
    const alert = ifOwn(await findAlert(database, alertId), { userId, alertId });
    const [answer] = await alertAnswers(database, [alert]);
    this.setHeader('ETag', revisionTag(alert.command_revision));
    return answer as AlertAnswer;
  }

  /**
   * Changes what is given; the card stays. A changed condition arms the alert anew, as if it were made now.
   * @summary Change an alert
   * @param id The alert
   * @param ifMatch ETag of the alert that the change is about: 412 if it was changed since
   */
  @Patch('{id}')
  @SuccessResponse(200, 'The alert')
  @Response<Problem>(404, 'Alert not found, or no price with this source, printing, condition, grade or currency')
  @Response<Problem>(412, 'The alert was changed since')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public changeAlert(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Body() body: AlertChange,
    @Header('If-Match') ifMatch?: string,
  ): Promise<AlertAnswer | undefined> {
    return command(this.services, request, async ({ userId }) => {
      const alertId = uuidField('id', id);
      const { log, runtime } = this.services;
      const { channels, expires_at, ...terms } = body;
      const expiry = expiryOf({ ...(expires_at === undefined ? {} : { expires_at }) });
      await ownAlert(log, { userId, alertId });
      await this.checkChannels(userId, channels);
      const result = await onOwnAlert(log, { userId, alertId, ifMatch }, async (alert) => {
        const isSameRule = Object.keys(terms).length === 0;
        const rule = isSameRule ? undefined : await ruleChanged(this.services, alert.rule, terms);
        return changeAlert(
          { log, runtime },
          {
            alertId,
            actor: userId,
            expectedRevision: alert.commandRevision,
            ...(rule === undefined ? {} : { rule }),
            ...(channels === undefined ? {} : { channels }),
            ...expiry,
          },
        );
      });
      return this.done(userId, result);
    });
  }

  /**
   * Deletes an alert. It no longer fires; its events stay in the log, which holds no personal data.
   * @summary Delete an alert
   * @param id The alert
   * @param ifMatch ETag of the alert that is meant: 412 if it was changed since
   */
  @Delete('{id}')
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'Alert not found')
  @Response<Problem>(412, 'The alert was changed since')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public deleteAlert(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Header('If-Match') ifMatch?: string,
  ): Promise<void> {
    return command(this.services, request, async ({ userId }): Promise<Done<void>> => {
      const alertId = uuidField('id', id);
      const { log, runtime } = this.services;
      const { position } = await onOwnAlert(log, { userId, alertId, ifMatch }, ({ commandRevision }) =>
        deleteAlert({ log, runtime }, { alertId, actor: userId, expectedRevision: commandRevision }),
      );
      await givePlaceBack(this.services.accounts.database, { userId, alertId });
      return { status: 204, answer: undefined, position };
    });
  }

  /**
   * What happened to an alert, the newest first: each firing with the rule's version, the price before, the price, what it was
   * compared with, and the ids and positions of both events.
   * @summary History of an alert
   * @param id The alert
   */
  @Get('{id}/history')
  @SuccessResponse(200, 'The history')
  @Response<Problem>(404, 'Alert not found')
  public async getAlertHistory(
    @Request() request: HttpRequest,
    @Path() id: string,
    @Queries() query: AlertHistoryQuery,
  ): Promise<AlertHistoryAnswer> {
    const { database } = this.services;
    const alertId = uuidField('id', id);
    const { type, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    await awaitedVersions(this.services, request, ['alerts'], min_position);
    const { userId } = principalOf(request);
    ifOwn(await findAlert(database, alertId), { userId, alertId });
    const types = type === undefined ? undefined : [type];
    const { history, total } = await historyOfAlert(database, alertId, { types, limit, offset });
    const pagination = paginationOf({ total, limit, offset, count: history.length });
    if (pagination.has_more) this.setHeader('Link', nextLink(request, { offset: String(offset + limit) }));
    return { alert_id: alertId, history: history.map(historyEntry), pagination };
  }

  /**
   * Pauses an alert: it does not fire, nor later on prices of that time.
   * @summary Pause an alert
   * @param id The alert
   */
  @Post('{id}/pause')
  @SuccessResponse(200, 'The alert')
  @Response<Problem>(404, 'Alert not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public pauseAlert(@Request() request: HttpRequest, @Path() id: string): Promise<AlertAnswer | undefined> {
    return this.order(request, id, pauseAlert);
  }

  /**
   * Arms an alert again that was paused, or that fired and was to fire once. A condition that came to hold meanwhile is no
   * crossing.
   * @summary Resume an alert
   * @param id The alert
   */
  @Post('{id}/resume')
  @SuccessResponse(200, 'The alert')
  @Response<Problem>(404, 'Alert not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public resumeAlert(@Request() request: HttpRequest, @Path() id: string): Promise<AlertAnswer | undefined> {
    return this.order(request, id, resumeAlert);
  }

  /**
   * Sends a sample of the newest price through the alert's channels. The history of notifications shows it.
   * @summary Test an alert
   * @param id The alert
   */
  @Post('{id}/test')
  @SuccessResponse(202, 'The samples are queued')
  @Response<Problem>(404, 'Alert not found')
  @Response<Problem>(409, 'No price to speak of, or no channel that is on')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public testAlert(@Request() request: HttpRequest, @Path() id: string): Promise<AlertTestAnswer | undefined> {
    return command(this.services, request, async ({ userId }): Promise<Done<AlertTestAnswer>> => {
      const alertId = uuidField('id', id);
      const { log, database: queries, runtime, accounts } = this.services;
      const alert = await ownAlert(log, { userId, alertId });
      const queued = await queueAlertTest({ database: accounts.database, queries, runtime }, alert);
      if (queued === null) throw nothingToTest('no price that the rule is about stands now');
      if (queued.length === 0) throw nothingToTest('no channel of the alert is on');
      return { status: 202, answer: { notification_ids: queued }, position: null };
    });
  }

  private order(request: HttpRequest, id: string, give: typeof pauseAlert): Promise<AlertAnswer | undefined> {
    return command(this.services, request, async ({ userId }) => {
      const alertId = uuidField('id', id);
      const { log, runtime } = this.services;
      await ownAlert(log, { userId, alertId });
      return this.done(userId, await give({ log, runtime }, { alertId, actor: userId }));
    });
  }
}
