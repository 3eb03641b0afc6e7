/** The suspect prices of a day as an answer shows them: which two disagree, by how much, and why that is held against them. */
import type { Game } from '../../src/domain/cards/card.js';
import type { SuspectEvidence, SuspectKind } from '../../src/domain/prices/cross-check.js';
import { amountText, type Currency, toMajorUnits } from '../../src/domain/prices/money.js';
import { marketplaceOf } from '../../src/domain/source.js';
import type { Database, Row } from '../../src/postgres/database.js';
import { instantOf } from '../../src/domain/instant.js';
import { labelsOfCards } from '../catalog/lookups.js';
import { externalIdsOf } from '../catalog/external-ids.js';
import { findWindow, type PriceWindow, type WindowPeriod } from '../coverage/windows.js';
import { type ComparedRow, findSuspectPairs, type Suspect } from './suspects.js';

/** One of two prices that disagree. */
export interface SuspectPrice {
  readonly source: string;
  readonly printing: string;
  readonly currency: Currency;
  readonly market_price: number;
  readonly effective_at: string;
  /**
   * Place among the prices of the set that both marketplaces state, the dearest first; those up to 0.50 share the last. `null` in a set with
   * fewer than ten.
   * @isInt
   */
  readonly rank: number | null;
  /** Whether this may be the wrong one. */
  readonly suspect: boolean;
}

/** Two market prices that do not belong to one card. */
export interface SuspectRow {
  /** `mapping`: the id at the second marketplace may be that of another card. `price`: a price may be wrong. */
  readonly suspect: SuspectKind;
  /**
   * `agreed_before`: the two agreed at the beginning of the last 30 days, or of what there is of them. `other_printing_agrees`,
   * `no_printing_agrees`: of the card. `ranks_differ`, `ranks_agree`: the ranks of the card in its set. `too_few_to_rank`: fewer than ten cards.
   */
  readonly evidence: SuspectEvidence;
  /** The same in words, with the figures. */
  readonly reason: string;
  readonly card_id: string;
  readonly name: string | null;
  readonly set: { readonly set_id: string; readonly name: string | null };
  /** Id of the card at the second marketplace. */
  readonly external_id: string | null;
  /** The first price by the second, nothing converted; each counts as 0.50 at least. With three digits. */
  readonly ratio: number;
  /** The median of the ratios that it is compared with. */
  readonly median_ratio: number;
  /** How far from the median is ordinary, as a factor. */
  readonly factor: number;
  /** Whether these are the ratios of the set, or of the game where the set has fewer than ten. */
  readonly compared_with: 'set' | 'game';
  /**
   * How many they are.
   * @isInt
   */
  readonly pairs: number;
  readonly first: SuspectPrice;
  readonly second: SuspectPrice;
}

interface SuspectFilter {
  /** The second marketplace, such as cardmarket. */
  readonly system?: string | undefined;
  readonly source?: string | undefined;
  readonly setId?: string | undefined;
  readonly kind?: SuspectKind | undefined;
}

export interface SuspectsQuery extends SuspectFilter {
  readonly game?: Game | undefined;
  /** Default: the newest snapshot. */
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** A page of suspects. */
export interface SuspectPage {
  /** When they are compared, in milliseconds since 1970; `null` before the first snapshot. */
  readonly endMs: number | null;
  readonly suspects: readonly SuspectRow[];
  /** On all pages. */
  readonly total: number;
}

const digits = (ratio: number): number => Number(ratio.toPrecision(3));

const priceOf = ({ price, rank, isSuspect }: Suspect['first']): SuspectPrice => {
  const currency = price.currency as Currency;
  return {
    source: price.source,
    printing: price.printingName,
    currency,
    market_price: toMajorUnits(price.market ?? 0, currency),
    effective_at: instantOf(new Date(price.atMs)),
    rank,
    suspect: isSuspect,
  };
};

const textOf = ({ market, currency, source }: ComparedRow): string =>
  `${amountText(market ?? 0, currency as Currency)} at ${source}`;

const evidenceText = ({ evidence, first, second, ranked }: Suspect): string => {
  const ranks = `of ${ranked} cards it ranks ${first.rank} at ${first.price.source} and ${second.rank} at ${second.price.source}`;
  const earlier = ({ price }: Suspect['first']): string => amountText(price.earlier ?? 0, price.currency as Currency);
  switch (evidence) {
    case 'agreed_before':
      return `they agreed at ${earlier(first)} and ${earlier(second)} before`;
    case 'other_printing_agrees':
      return 'another printing of the card agrees';
    case 'no_printing_agrees':
      return 'no other printing of the card agrees either';
    case 'ranks_differ':
    case 'ranks_agree':
      return ranks;
    case 'too_few_to_rank':
      return 'too few cards of the set have both prices to rank it';
  }
};

const reasonText = (suspect: Suspect): string => {
  const { first, second, ratio, spread, pairs, spreadOf } = suspect;
  return [
    `${textOf(first.price)}, ${textOf(second.price)}: a ratio of ${digits(ratio)}`,
    `the median of ${pairs} cards of the ${spreadOf} is ${digits(spread.median)}, and a factor of ${digits(spread.factor)} from it is ordinary`,
    evidenceText(suspect),
  ].join('; ');
};

interface Label extends Row {
  readonly card_id: string;
  readonly name: string | null;
  readonly set_id: string;
  readonly set_name: string | null;
}

const describe = async (database: Database, suspects: readonly Suspect[]): Promise<SuspectRow[]> => {
  const cardIds = [...new Set(suspects.map(({ first }) => first.price.cardId))];
  if (cardIds.length === 0) return [];
  const [labels, ids] = await Promise.all([
    database.query<Label>(`select l.* from ${labelsOfCards} l where l.card_id = any($1)`, [cardIds]),
    externalIdsOf(database, cardIds),
  ]);
  const labelOf = new Map(labels.map((label) => [label.card_id, label]));
  return suspects.map((suspect): SuspectRow => {
    const { kind, evidence, setId, first, second, ratio, spread, spreadOf, pairs } = suspect;
    const { cardId } = first.price;
    const label = labelOf.get(cardId);
    return {
      suspect: kind,
      evidence,
      reason: reasonText(suspect),
      card_id: cardId,
      name: label?.name ?? null,
      set: { set_id: setId, name: label?.set_name ?? null },
      external_id: ids.get(cardId)?.[marketplaceOf(second.price.source)] ?? null,
      ratio: digits(ratio),
      median_ratio: digits(spread.median),
      factor: digits(spread.factor),
      compared_with: spreadOf,
      pairs,
      first: priceOf(first),
      second: priceOf(second),
    };
  });
};

/** The periods of a window whose beginning tells whether two prices agreed before, the longest first. */
const periods = ['30d', '7d', '24h'] as const satisfies readonly WindowPeriod[];

/** Returns the window by which suspects are judged: the longest at whose beginning all sources were collected, or the shortest. */
export const suspectWindow = async (
  database: Database,
  times: Pick<SuspectsQuery, 'asOf' | 'knownAt'> = {},
): Promise<PriceWindow | null> => {
  let window: PriceWindow | null = null;
  for (const period of periods) {
    window = await findWindow(database, { period, ...times });
    if (window === null || window.starts.every(({ startMs }) => startMs !== null)) break;
  }
  return window;
};

/** Returns the suspects that a filter wants. */
const wanted = (suspects: readonly Suspect[], { system, source, setId, kind }: SuspectFilter): readonly Suspect[] =>
  suspects.filter(
    (suspect) =>
      (kind === undefined || suspect.kind === kind) &&
      (system === undefined || marketplaceOf(suspect.second.price.source) === system) &&
      (setId === undefined || suspect.setId === setId) &&
      (source === undefined || suspect.first.price.source === source || suspect.second.price.source === source),
  );

/** Returns a page of the suspects, those furthest from the others of their set first. */
export const listSuspects = async (
  database: Database,
  { game, asOf, knownAt, limit, offset, ...filter }: SuspectsQuery,
): Promise<SuspectPage> => {
  const window = await suspectWindow(database, { asOf, knownAt });
  if (window === null) return { endMs: null, suspects: [], total: 0 };
  const all = wanted(await findSuspectPairs(database, window, { game }), filter);
  const suspects = await describe(database, all.slice(offset, offset + limit));
  return { endMs: window.endMs, suspects, total: all.length };
};

/**
 * Returns the mappings in doubt as the prices stand now, of one marketplace or of all, at most `limit`. One that a person has ended
 * since is left out.
 */
export const suspectMappings = async (
  database: Database,
  { system, limit }: { readonly system?: string | undefined; readonly limit: number },
): Promise<readonly SuspectRow[]> => {
  const { suspects } = await listSuspects(database, { kind: 'mapping', system, limit, offset: 0 });
  return suspects.filter(({ external_id }) => external_id !== null);
};
