/** A message in words, for every channel that people read. */
import { firingFacts, firingTitle } from './firing-text.js';
import type { Message, NotificationContent } from './notification.js';

export interface MessageText {
  readonly title: string;
  /** Label and value; an empty label: the value is a sentence. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** Where more is to be seen; `null` if there is nothing. */
  readonly url: string | null;
}

const kindWords = {
  webhook: 'webhook',
  email: 'e-mail',
  ntfy: 'ntfy',
  discord: 'Discord',
  telegram: 'Telegram',
} as const;

const troubleWords: Readonly<Record<string, string>> = {
  run_failed: 'a collection failed',
  rows_quarantined: 'more rows than usual were set aside',
  prices_withheld: 'more prices than usual vanished at once',
  files_missing: 'more files than usual were missing',
  rows_unmatched: 'more rows than usual had no card',
  prices_stale: 'more prices than usual are stale',
  days_missed: 'more days than usual were missed',
  prices_without_card: 'more prices than usual have no card',
  cards_without_price: 'more cards than usual have no price',
  not_collected: 'not collected for longer than its schedule allows',
  breaker_open: 'its breaker stays open',
};

/** Removes what would break out of a line: control characters and line separators. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const textOf = (content: NotificationContent, publicUrl: string): MessageText => {
  switch (content.type) {
    case 'alert.triggered':
      return {
        title: firingTitle(content),
        facts: firingFacts(content),
        url: `${publicUrl}/cards/${encodeURIComponent(content.firing.card_id)}`,
      };
    case 'channel.disabled': {
      const { kind, name } = content.channel;
      return {
        title: `Your channel ${name} was switched off`,
        facts: [
          ['', `The channel ${name} (${kindWords[kind]}) gets no more notifications: ${content.reason}.`],
          ['', 'Switch it on again when its receiver works; what it missed can be replayed.'],
        ],
        url: null,
      };
    }
    case 'source.trouble': {
      const { source, trouble, state, since, detail } = content;
      const what = troubleWords[trouble] ?? trouble;
      return {
        title: state === 'began' ? `${source}: ${what}` : `${source}: over: ${what}`,
        facts: [
          ['', detail],
          ['Since', since],
          ...(content.ended_at === null ? [] : [['Ended', content.ended_at] as const]),
        ],
        url: `${publicUrl}/status`,
      };
    }
    case 'channel.test':
      return {
        title: `Test of your channel ${content.channel.name}`,
        facts: [['', 'Notifications of your alerts will arrive here.']],
        url: null,
      };
  }
};

/** Returns a message in words. `publicUrl`: the address of the API, without a slash at its end. */
export const messageText = ({ content }: Message, publicUrl: string): MessageText => {
  const { title, facts, url } = textOf(content, publicUrl);
  return { title: oneLine(title), facts: facts.map(([label, value]) => [label, oneLine(value)] as const), url };
};

/** Returns the facts as lines: "Label: value". */
export const factLines = (facts: MessageText['facts']): string[] =>
  facts.map(([label, value]) => (label === '' ? value : `${label}: ${value}`));
