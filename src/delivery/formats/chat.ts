/** Requests of the chat services: ntfy, Discord and Telegram. Texts of others are escaped: a card's name is no markup. */
import type { ChannelTarget } from '../channel.js';
import { factLines, type MessageText } from '../message-text.js';

export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Characters that fit each service's message. */
const ntfyCharsMax = 3_500;
const discordCharsMax = 3_800;
const telegramCharsMax = 3_800;

const cut = (text: string, charsMax: number): string =>
  text.length <= charsMax ? text : `${text.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, '')}…`;

const json = (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): OutgoingRequest => ({
  url,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Returns several texts as one: the titles of a digest; a single one stays as it is. */
export const digestOf = (texts: readonly MessageText[]): MessageText => {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return only;
  return { title: `${texts.length} notifications`, facts: texts.map(({ title }) => ['', title] as const), url: null };
};

/** ntfy takes JSON at the root of its server: titles in headers could not hold every character. */
export const ntfyRequest = ({ url = '', token }: ChannelTarget, text: MessageText): OutgoingRequest => {
  const { origin, pathname } = new URL(url);
  const parts = pathname.split('/').filter((part) => part !== '');
  const topic = decodeURIComponent(parts.at(-1) ?? '');
  const base = [origin, ...parts.slice(0, -1)].join('/');
  return json(
    `${base}/`,
    {
      topic,
      title: cut(text.title, 250),
      message: cut(factLines(text.facts).join('\n'), ntfyCharsMax),
      ...(text.url === null ? {} : { click: text.url }),
    },
    token === undefined ? {} : { authorization: `Bearer ${token}` },
  );
};

/** Escapes what Discord reads as Markdown or as a mention. */
export const escapeMarkdown = (text: string): string =>
  text.replace(/[\\*_~`|>#[\]()<@:-]/g, (character) => `\\${character}`);

export const discordRequest = ({ url = '' }: ChannelTarget, text: MessageText): OutgoingRequest =>
  json(url, {
    // Nobody is mentioned, whatever a card is called.
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title: cut(escapeMarkdown(text.title), 250),
        description: cut(factLines(text.facts).map(escapeMarkdown).join('\n'), discordCharsMax),
        ...(text.url === null ? {} : { url: text.url }),
      },
    ],
  });

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const telegramRequest = (
  { url = 'https://api.telegram.org', token = '', chat_id }: ChannelTarget,
  text: MessageText,
): OutgoingRequest => {
  // Cut before it is escaped: half an entity would be refused.
  const lines = escapeHtml(cut(factLines(text.facts).join('\n'), telegramCharsMax - 500));
  const link = text.url === null ? '' : `\n<a href="${escapeHtml(text.url)}">Details</a>`;
  return json(`${url.replace(/\/+$/, '')}/bot${token}/sendMessage`, {
    chat_id,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    text: `<b>${escapeHtml(cut(text.title, 400))}</b>\n${lines}${link}`,
  });
};
