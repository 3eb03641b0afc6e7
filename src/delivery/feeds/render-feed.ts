/** A feed as Atom or JSON Feed, by the library feed, which escapes what it is given. */
import { Feed } from 'feed';
import type { ChartOfEntry, FeedEntry } from './feed-entries.js';

export type FeedFormat = 'atom' | 'json';

export const feedTypes: Readonly<Record<FeedFormat, string>> = {
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

export interface FeedHead {
  /** Id of the feed; its address is a secret and no id. */
  readonly feedId: string;
  readonly title: string;
  readonly publicUrl: string;
  /** When it was made: the time of a feed without entries. */
  readonly createdAt: Date;
  /** `false`: charts are shown to nobody, and a reader would show broken pictures. */
  readonly hasCharts: boolean;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Removes what XML 1.0 cannot hold, however it is written. */
const xmlText = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );

/** Returns the picture of the price of an entry. */
const chartOf = (publicUrl: string, { cardId, printing, source }: ChartOfEntry): string => {
  const query = new URLSearchParams({ printing, source }).toString();
  const url = `${publicUrl}/charts/${encodeURIComponent(cardId)}.svg?${query}`;
  return `<p><img src="${escapeHtml(url)}" width="720" height="315" alt="The price of the last 30 days"></p>`;
};

/** Returns the text of the feed. */
export const renderFeed = (head: FeedHead, entries: readonly FeedEntry[], format: FeedFormat): string => {
  const newest = Math.max(...entries.map(({ at }) => at.getTime()), head.createdAt.getTime());
  const feed = new Feed({
    id: `urn:uuid:${head.feedId}`,
    title: xmlText(head.title),
    link: head.publicUrl,
    updated: new Date(newest),
    generator: 'TCG Price Ledger',
  });
  for (const { eventId, cardId, chart, title, lines, at } of entries) {
    feed.addItem({
      id: `urn:uuid:${eventId}`,
      // The library writes titles of Atom as HTML, those of JSON Feed as text.
      title: format === 'atom' ? escapeHtml(xmlText(title)) : title,
      link: `${head.publicUrl}/cards/${encodeURIComponent(cardId)}`,
      date: at,
      content: [
        ...lines.map((line) => `<p>${escapeHtml(xmlText(line))}</p>`),
        ...(head.hasCharts ? [chartOf(head.publicUrl, chart)] : []),
      ].join('\n'),
    });
  }
  return format === 'atom' ? feed.atom1() : feed.json1();
};
