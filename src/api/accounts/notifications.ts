import {
  Body,
  Controller,
  Get,
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
import { limits } from '../../base/limits.js';
import { channelOfUser } from '../../delivery/channels.js';
import {
  listNotifications,
  type NotificationShown,
  type NotificationState,
  replayNotifications,
} from '../../delivery/notification-list.js';
import { command, type Done } from '../command.js';
import { type Pagination, paginationOf } from '../paging.js';
import { instantField, uuidField } from '../params.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import type { ApiServices } from '../services.js';

export interface NotificationsQuery {
  /** Only those of this channel */
  channel_id?: string;
  /** Only those of this alert */
  alert_id?: string;
  /** Only those in this state */
  state?: 'waiting' | 'delivered' | 'failed' | 'cancelled';
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

export interface NotificationsAnswer {
  /** The newest first. */
  readonly notifications: readonly NotificationShown[];
  readonly pagination: Pagination;
}

export interface ReplayTerms {
  /** Those queued at or after this time, or on this day */
  from: string;
  /** Those queued at or before this time, or on this day */
  to: string;
  /** Default: all channels that are on */
  channel_id?: string;
  /** Also those that were delivered; their receivers recognise them by their ids. Default: false */
  include_delivered?: boolean;
}

export interface Replayed {
  /** At most 1000: ask again for the rest. */
  readonly queued: number;
}

@Route('notifications')
@Tags('Notifications')
@Security('user', ['alerts'])
export class NotificationsController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /**
   * What was sent to the user, where, when, and every attempt.
   * @summary Own notifications
   */
  @Get()
  @SuccessResponse(200, 'Notifications')
  public async listNotifications(
    @Request() request: HttpRequest,
    @Queries() query: NotificationsQuery,
  ): Promise<NotificationsAnswer> {
    const { channel_id, alert_id, state = null, limit = limits.pageLimitDefault, offset = 0 } = query;
    const { userId } = principalOf(request);
    const { notifications, total } = await listNotifications(this.services.accounts.database, userId, {
      channelId: channel_id === undefined ? null : uuidField('channel_id', channel_id),
      alertId: alert_id ?? null,
      state,
      limit,
      offset,
    });
    return { notifications, pagination: paginationOf({ total, limit, offset, count: notifications.length }) };
  }

  /**
   * Queues notifications of a range of time again: those that failed or were cancelled, to channels that are on. Each has the
   * id that it had, so that a receiver recognises what it has already.
   * @summary Send again
   */
  @Post('replay')
  @SuccessResponse(202, 'Queued')
  @Response<Problem>(404, 'Channel not found')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public replayNotifications(
    @Request() request: HttpRequest,
    @Body() body: ReplayTerms,
  ): Promise<Replayed | undefined> {
    const { accounts, runtime } = this.services;
    const { channel_id, include_delivered = false } = body;
    return command(this.services, request, async ({ userId }): Promise<Done<Replayed>> => {
      const channelId = channel_id === undefined ? null : uuidField('channel_id', channel_id);
      if (channelId !== null) await channelOfUser(accounts.database, userId, channelId);
      const over: readonly NotificationState[] = ['failed', 'cancelled'];
      const queued = await replayNotifications({ database: accounts.database, runtime }, userId, {
        from: instantField('from', body.from),
        to: instantField('to', body.to, 'end'),
        channelId,
        states: include_delivered ? [...over, 'delivered'] : over,
      });
      return { status: 202, position: null, answer: { queued } };
    });
  }
}
