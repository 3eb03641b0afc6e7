import {
  Body,
  Controller,
  Delete,
  Get,
  Patch,
  Path,
  Post,
  Request,
  Response,
  Route,
  Security,
  SuccessResponse,
  Tags,
} from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import type { Channel, ChannelTarget } from '../../delivery/channel.js';
import { checkName, checkTarget, checkTimes, destinationOf } from '../../delivery/channel-rules.js';
import {
  channelNotFound,
  channelOfUser,
  channelsOfUser,
  deleteChannel,
  insertChannel,
  updateChannel,
} from '../../delivery/channels.js';
import { queueTest } from '../../delivery/test-channel.js';
import { rotateSecret } from '../../delivery/webhook-secret.js';
import { instantOf } from '../../domain/instant.js';
import { command, type Done } from '../command.js';
import { uuidField } from '../params.js';
import { principalOf } from '../principal.js';
import type { Problem } from '../problem.js';
import type { ApiServices } from '../services.js';

/** Hours of the night, say, in which nothing is sent; it is sent at their end. */
export interface QuietHoursTerms {
  /** Time of day, HH:MM */
  from: string;
  /** Time of day, HH:MM */
  to: string;
  /** IANA name, e.g. Europe/Berlin */
  time_zone: string;
}

/** Notifications are gathered and sent together once a day. */
export interface DigestTerms {
  /** Time of day, HH:MM */
  at: string;
  /** IANA name, e.g. Europe/Berlin */
  time_zone: string;
}

export interface NewChannel {
  kind: 'webhook' | 'email' | 'ntfy' | 'discord' | 'telegram';
  /** Default: the kind */
  name?: string;
  /** Of the webhook, the topic of ntfy, the webhook of Discord, or another Bot API server of Telegram; https only */
  url?: string;
  /** Access token of ntfy, or the token of Telegram's bot */
  token?: string;
  /** Chat of Telegram */
  chat_id?: string;
  quiet_hours?: QuietHoursTerms | null;
  /** Not for webhooks */
  digest?: DigestTerms | null;
}

export interface ChannelChanges {
  name?: string;
  url?: string;
  token?: string;
  chat_id?: string;
  quiet_hours?: QuietHoursTerms | null;
  digest?: DigestTerms | null;
  enabled?: boolean;
}

export interface ChannelShown {
  readonly channel_id: string;
  readonly kind: 'webhook' | 'email' | 'ntfy' | 'discord' | 'telegram';
  readonly name: string;
  /** Where it leads; without what would let others use it. */
  readonly destination: string;
  readonly enabled: boolean;
  /** Why the service switched it off; `null` if it did not. */
  readonly disabled_reason: string | null;
  /** First failure since the last success; `null` if the last try succeeded. */
  readonly failing_since: string | null;
  readonly quiet_hours: QuietHoursTerms | null;
  readonly digest: DigestTerms | null;
  readonly created_at: string;
}

export interface ChannelCreated {
  readonly channel: ChannelShown;
  /**
   * `whsec_…`, by which a webhook is verified; shown this once. `null` for other kinds, and in the answer to an Idempotency-Key
   * that comes again.
   */
  readonly signing_secret: string | null;
}

export interface SecretRotated {
  /** Shown this once. */
  readonly signing_secret: string;
  /** Until then the former secret signs too. */
  readonly previous_valid_until: string | null;
}

export interface ChannelsAnswer {
  /** The oldest first. */
  readonly channels: readonly ChannelShown[];
}

export interface TestQueued {
  /** How it goes is at GET /v1/notifications. */
  readonly notification_id: string;
}

const shown = (channel: Channel): ChannelShown => ({
  channel_id: channel.id,
  kind: channel.kind,
  name: channel.name,
  destination: destinationOf(channel),
  enabled: channel.enabled,
  disabled_reason: channel.disabledReason,
  failing_since: channel.failingSince,
  quiet_hours: channel.quietHours,
  digest: channel.digest,
  created_at: channel.createdAt,
});

const targetOf = ({ url, token, chat_id }: Pick<NewChannel, 'url' | 'token' | 'chat_id'>): ChannelTarget => ({
  ...(url === undefined ? {} : { url }),
  ...(token === undefined ? {} : { token }),
  ...(chat_id === undefined ? {} : { chat_id }),
});

@Route('channels')
@Tags('Notifications')
@Security('user', ['alerts'])
export class ChannelsController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /**
   * Where the notifications of the user go.
   * @summary Own channels
   */
  @Get()
  @SuccessResponse(200, 'Channels')
  public async listChannels(@Request() request: HttpRequest): Promise<ChannelsAnswer> {
    const channels = await channelsOfUser(this.services.accounts.database, principalOf(request).userId);
    return { channels: channels.map(shown) };
  }

  /**
   * Adds a channel. Firings from now on go there, those of alerts that name no channel and of those that name this one. A
   * webhook is signed as Standard Webhooks 1.0 has it, and its secret is shown once. An e-mail channel goes to the confirmed
   * address of the account.
   * @summary Add a channel
   */
  @Post()
  @SuccessResponse(201, 'Channel added')
  @Response<Problem>(409, 'The number of channels is used up')
  @Response<Problem>(422, 'The Idempotency-Key belongs to another request')
  public createChannel(@Request() request: HttpRequest, @Body() body: NewChannel): Promise<ChannelCreated | undefined> {
    const { accounts, runtime, channelRules } = this.services;
    return command(this.services, request, async ({ userId, newId }): Promise<Done<ChannelCreated>> => {
      const { kind, name = kind, quiet_hours = null, digest = null } = body;
      checkTimes(kind, { quietHours: quiet_hours, digest });
      const id = newId('channel');
      await insertChannel(accounts.database, {
        ...{ id, userId, kind, name: checkName(name) },
        target: checkTarget(kind, targetOf(body), channelRules),
        secrets: kind === 'webhook' ? rotateSecret([], runtime) : [],
        ...{ quietHours: quiet_hours, digest, enabled: true, disabledReason: null, failingSince: null },
        createdAt: instantOf(runtime.now()),
      });
      // A process that died after it had added the channel had made another secret.
      const channel = await channelOfUser(accounts.database, userId, id);
      const answer = { channel: shown(channel), signing_secret: channel.secrets[0]?.secret ?? null };
      const kept = { ...answer, signing_secret: null };
      return { status: 201, position: null, location: `/v1/channels/${id}`, answer, kept };
    });
  }

  /**
   * Changes what is named of a channel. Switching it on again forgets why it was switched off.
   * @summary Change a channel
   * @param channel_id The channel
   */
  @Patch('{channel_id}')
  @SuccessResponse(200, 'The channel as it is now')
  @Response<Problem>(404, 'Channel not found')
  public async changeChannel(
    @Request() request: HttpRequest,
    @Path() channel_id: string,
    @Body() body: ChannelChanges,
  ): Promise<ChannelShown> {
    const { accounts, channelRules } = this.services;
    const before = await this.own(request, channel_id);
    const changed: Channel = {
      ...before,
      name: body.name === undefined ? before.name : checkName(body.name),
      target: { ...before.target, ...targetOf(body) },
      quietHours: body.quiet_hours === undefined ? before.quietHours : body.quiet_hours,
      digest: body.digest === undefined ? before.digest : body.digest,
      enabled: body.enabled ?? before.enabled,
    };
    checkTimes(changed.kind, changed);
    const target = checkTarget(changed.kind, changed.target, channelRules);
    if (!(await updateChannel(accounts.database, { ...changed, target }))) throw channelNotFound(channel_id);
    return shown(await this.own(request, channel_id));
  }

  /**
   * Deletes a channel, and with it what was sent there.
   * @summary Delete a channel
   * @param channel_id The channel
   */
  @Delete('{channel_id}')
  @SuccessResponse(204, 'Deleted')
  @Response<Problem>(404, 'Channel not found')
  public async deleteChannel(@Request() request: HttpRequest, @Path() channel_id: string): Promise<void> {
    const id = uuidField('channel_id', channel_id);
    const deleted = await deleteChannel(this.services.accounts.database, principalOf(request).userId, id);
    if (!deleted) throw channelNotFound(channel_id);
    this.setStatus(204);
  }

  /**
   * Sends a test message at once, whatever the quiet hours.
   * @summary Try a channel
   * @param channel_id The channel
   */
  @Post('{channel_id}/test')
  @SuccessResponse(202, 'Queued')
  @Response<Problem>(404, 'Channel not found')
  public async testChannel(@Request() request: HttpRequest, @Path() channel_id: string): Promise<TestQueued> {
    const { accounts, runtime } = this.services;
    const channel = await this.own(request, channel_id);
    this.setStatus(202);
    return { notification_id: await queueTest({ database: accounts.database, runtime }, channel) };
  }

  /**
   * Makes a new signing secret for a webhook. For a day each message has two signatures, of the former secret too, so that no
   * message is refused while the receiver changes its own.
   * @summary Rotate the secret of a webhook
   * @param channel_id The channel
   */
  @Post('{channel_id}/rotate-secret')
  @SuccessResponse(201, 'The new secret')
  @Response<Problem>(404, 'Channel not found')
  public async rotateChannelSecret(
    @Request() request: HttpRequest,
    @Path() channel_id: string,
  ): Promise<SecretRotated> {
    const { accounts, runtime } = this.services;
    const channel = await this.own(request, channel_id);
    if (channel.kind !== 'webhook') throw channelNotFound(channel_id);
    const secrets = rotateSecret(channel.secrets, runtime);
    await updateChannel(accounts.database, { ...channel, secrets });
    this.setStatus(201);
    return { signing_secret: secrets[0]?.secret ?? '', previous_valid_until: secrets[1]?.expires_at ?? null };
  }

  private own(request: HttpRequest, id: string): Promise<Channel> {
    return channelOfUser(this.services.accounts.database, principalOf(request).userId, uuidField('channel_id', id));
  }
}
