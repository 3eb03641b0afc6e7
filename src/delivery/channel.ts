/** A channel: where notifications of a user go, and when. */

export const channelKinds = ['webhook', 'email', 'ntfy', 'discord', 'telegram'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Personal data: shown to its owner only, never logged. */
export interface ChannelTarget {
  /** Of a webhook, a topic of ntfy, a webhook of Discord, or a Bot API server of Telegram. */
  readonly url?: string;
  /** Access token of ntfy, or the bot's token of Telegram. */
  readonly token?: string;
  /** Of the operator's e-mail; users have theirs with their account. */
  readonly address?: string;
  /** Chat of Telegram. */
  readonly chat_id?: string;
}

/** A signing secret of a webhook. */
export interface SigningSecret {
  /** `whsec_…` */
  readonly secret: string;
  /** When it stops signing; `null` for the newest. */
  readonly expires_at: string | null;
}

/** A time of day, HH:MM, in a time zone. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
  readonly time_zone: string;
}

/** Notifications are gathered and sent together at a time of day. */
export interface Digest {
  readonly at: string;
  readonly time_zone: string;
}

export interface Channel {
  readonly id: string;
  /** `null`: the operator's. */
  readonly userId: string | null;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly target: ChannelTarget;
  readonly secrets: readonly SigningSecret[];
  readonly quietHours: QuietHours | null;
  readonly digest: Digest | null;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly failingSince: string | null;
  readonly createdAt: string;
}
