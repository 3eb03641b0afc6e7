/** The paths and bodies of tcgcsv, for any market. Prices have no totalItems; neither has an empty group. */
import type { Fault } from './faults.js';
import { faultyRows, type FormatAnswer, json, type MarketFormat } from './format.js';
import type { Publication } from './market.js';
import { refusalOf } from './user-agent-policy.js';

export interface TcgcsvEnvelope {
  readonly totalItems?: number;
  readonly success: true;
  readonly errors: readonly string[];
  readonly results: readonly unknown[];
}

export type TcgcsvAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly envelope: TcgcsvEnvelope }
  | { readonly kind: 'not-found' };

/** Returns the body of last-updated.txt: "2026-07-23T20:05:33+0000" and a newline. */
const lastUpdatedText = (stamp: Date): string => `${stamp.toISOString().slice(0, 19)}+0000\n`;

const categoryNames = new Map([
  [3, 'Pokemon'],
  [68, 'One Piece Card Game'],
  [85, 'Pokemon Japan'],
]);

export const categoryRow = (categoryId: number): object => {
  const name = categoryNames.get(categoryId) ?? `Category ${categoryId}`;
  return {
    categoryId,
    name,
    modifiedOn: '2025-06-02T15:11:07.5',
    displayName: name,
    seoCategoryName: name,
    categoryDescription: null,
    categoryPageTitle: null,
    sealedLabel: 'Sealed Products',
    nonSealedLabel: 'Single Cards',
    conditionGuideUrl: 'https://sandbox.invalid/conditions',
    isScannable: true,
    popularity: categoryId === 3 ? 20_000 : 5_000,
    isDirect: true,
  };
};

const envelope = (results: readonly unknown[], counted: boolean): TcgcsvAnswer => ({
  kind: 'json',
  envelope: {
    ...(counted && results.length > 0 ? { totalItems: results.length } : {}),
    success: true,
    errors: [],
    results,
  },
});

/** Returns the answer of tcgcsv to `path` at a publication. */
export const tcgcsvAnswer = (publication: Publication, path: string): TcgcsvAnswer => {
  if (path === '/last-updated.txt') return { kind: 'text', text: lastUpdatedText(publication.stamp) };
  if (path === '/tcgplayer/categories') return envelope(publication.categoryIds.map(categoryRow), true);
  const match = /^\/tcgplayer\/(\d{1,9})\/(?:groups|(\d{1,9})\/(products|prices))$/.exec(path);
  const categoryId = Number(match?.[1]);
  if (match === null || !publication.categoryIds.includes(categoryId)) return { kind: 'not-found' };
  const [, , group, file] = match;
  if (file === undefined) return envelope(publication.groups(categoryId), true);
  const rows =
    file === 'products'
      ? publication.products(categoryId, Number(group))
      : publication.prices(categoryId, Number(group));
  return rows === undefined ? { kind: 'not-found' } : envelope(rows, file === 'products');
};

/** Returns a file as a fault shows it. Rows that are gone are not counted either: nothing tells that they are missing. */
const withFault = (envelope: TcgcsvEnvelope, kind: Fault['kind']): TcgcsvEnvelope => {
  const results = faultyRows(envelope.results, kind);
  const { totalItems, ...rest } = envelope;
  const total = kind === 'duplicate' ? totalItems : results.length;
  return { ...(totalItems === undefined ? {} : { totalItems: total ?? 0 }), ...rest, results };
};

const plain = (status: number, body: string): FormatAnswer => ({ status, type: 'text/plain', body, known: true });

/** A bucket whose keys may not be listed answers so to a key that does not exist. */
const missing: FormatAnswer = {
  status: 403,
  type: 'application/xml',
  body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  known: false,
};

/** The format of tcgcsv. It answers every path that no other format owns. */
export const tcgcsvFormat: MarketFormat = {
  owns: () => true,
  refuse({ headers }) {
    const refusal = refusalOf(headers['user-agent'] as string | undefined);
    return refusal === undefined ? undefined : plain(refusal.status, refusal.reason);
  },
  answer({ method, path, publication, fault }) {
    const answer = tcgcsvAnswer(publication, path);
    const known = answer.kind !== 'not-found';
    if (method !== 'GET') return { ...plain(405, 'only GET'), known };
    if (answer.kind === 'not-found') return missing;
    if (answer.kind === 'text') return plain(200, answer.text);
    return { status: 200, type: json, body: JSON.stringify(withFault(answer.envelope, fault)), known };
  },
  missing,
  validates: true,
};
