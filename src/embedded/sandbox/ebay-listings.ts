/**
 * What sellers offer at eBay of the market's cards: some offers of each, in titles as they write them, and beside them what is no
 * offer of one card: lots, proxies, bids, choices, other languages, parked prices. Deterministic by product and day.
 */
import { draw, mix, pick } from './hash.js';
import type { Publication } from './market.js';

/** A card of the market, as the rows of tcgcsv have it. */
export interface OfferedCard {
  readonly productId: number;
  readonly name: string;
  readonly number: string;
  readonly setName: string;
  readonly game: 'Pokemon' | 'One Piece';
  readonly prices: readonly { readonly printing: string; readonly market: number }[];
}

export interface SellersListing {
  readonly itemId: string;
  readonly title: string;
  /** Dollars. */
  readonly price: number;
  readonly conditionId: string;
  /** Dollars; `null`: calculated at checkout. */
  readonly shipping: number | null;
  readonly buyingOptions: readonly string[];
  readonly isChoice: boolean;
  /** Stated by eBay in another currency than the marketplace's, and converted. */
  readonly isConverted: boolean;
  readonly descriptors: readonly (readonly [name: string, value: string])[];
}

interface ProductRow {
  readonly productId: number;
  readonly name: string;
  readonly extendedData?: readonly { readonly name: string; readonly value: string }[];
}

interface PriceRow {
  readonly productId: number;
  readonly subTypeName: string;
  readonly marketPrice: number | null;
  readonly lowPrice: number | null;
}

const games: Readonly<Record<number, OfferedCard['game']>> = { 3: 'Pokemon', 68: 'One Piece' };

const cardsOfGroup = (publication: Publication, category: number, group: { groupId: number; name: string }) => {
  const prices = new Map<number, { printing: string; market: number }[]>();
  for (const row of (publication.prices(category, group.groupId) ?? []) as readonly PriceRow[]) {
    const market = row.marketPrice ?? row.lowPrice;
    if (market === null) continue;
    prices.set(row.productId, [...(prices.get(row.productId) ?? []), { printing: row.subTypeName, market }]);
  }
  return ((publication.products(category, group.groupId) ?? []) as readonly ProductRow[]).flatMap(
    ({ productId, name, extendedData }): OfferedCard[] => {
      const number = extendedData?.find((fact) => fact.name === 'Number')?.value;
      const ofCard = prices.get(productId);
      const game = games[category];
      if (number === undefined || ofCard === undefined || game === undefined) return [];
      return [{ productId, name, number, setName: group.name, game, prices: ofCard }];
    },
  );
};

/** Returns the cards of a publication that have a price. */
export const offeredCards = (publication: Publication): OfferedCard[] =>
  publication.categoryIds.flatMap((category) =>
    (publication.groups(category) as readonly { groupId: number; name: string }[]).flatMap((group) =>
      cardsOfGroup(publication, category, group),
    ),
  );

const printingWords: Readonly<Record<string, string>> = {
  Normal: '',
  Holofoil: 'Holo',
  'Reverse Holofoil': 'Reverse Holo',
};

/** Returns the name without the number that some of them have in it. */
const plainName = ({ name, number }: OfferedCard): string =>
  name
    .replace(number, '')
    .replace(/\(\s*\)|\s-\s*$/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const titleOf = (card: OfferedCard, printing: string, more: string): string => {
  const words = [
    plainName(card),
    card.number,
    card.setName,
    printingWords[printing] ?? printing,
    more,
    card.game,
    'TCG',
  ];
  return words.filter((word) => word !== '').join(' ');
};

const cents = (amount: number): number => Math.max(0.01, Math.round(amount * 100) / 100);

/** Offers of a card, before what is no offer of one card. */
const offersMin = 3;
const offersMore = 6;
const conditions = [
  ['', 'Near Mint or Better', 1],
  ['NM', 'Near Mint or Better', 1],
  ['', 'Lightly Played (Excellent)', 0.85],
  ['LP', 'Lightly Played (Excellent)', 0.85],
] as const;

type Facts = Omit<SellersListing, 'itemId'>;
const plain = {
  conditionId: '4000',
  buyingOptions: ['FIXED_PRICE'],
  isChoice: false,
  isConverted: false,
  descriptors: [],
};

const shippingOf = (key: number): number | null => [0, 1.25, 4.99, null][pick(key, 5, 4)] ?? null;

const rawOffer = (card: OfferedCard, key: number): Facts => {
  const { printing, market } = card.prices[pick(key, 1, card.prices.length)] as OfferedCard['prices'][number];
  const [word, label, worth] = conditions[pick(key, 2, conditions.length)] as (typeof conditions)[number];
  const isParked = draw(key, 3) < 0.05;
  const price = cents(market * worth * (isParked ? 60 : 0.9 + 0.4 * draw(key, 4)));
  const descriptors = [['Card Condition', label]] as const;
  return { ...plain, title: titleOf(card, printing, word), price, shipping: shippingOf(key), descriptors };
};

const gradedOffer = (card: OfferedCard, key: number): Facts => {
  const { printing, market } = card.prices[0] as OfferedCard['prices'][number];
  const grade = String(8 + pick(key, 1, 3));
  // Some sellers leave the verdict to eBay's own field.
  const words = draw(key, 2) < 0.7 ? `PSA ${grade}` : '';
  const descriptors = [
    ['Professional Grader', 'PSA'],
    ['Grade', grade],
    ['Certification Number', String(80_000_000 + (key % 9_999_999))],
  ] as const;
  const price = cents(market * (2 + Number(grade) - 8) + 20);
  return { ...plain, title: titleOf(card, printing, words), price, shipping: 4.99, conditionId: '2750', descriptors };
};

/** Returns listings that are no offer of one copy at a price. */
const otherListings = (card: OfferedCard, key: number): Facts[] => {
  const [{ printing, market }] = card.prices as readonly [OfferedCard['prices'][number]];
  const price = cents(market);
  const title = titleOf(card, printing, '');
  const shipping = 0;
  const all: Facts[] = [
    { ...plain, title: `LOT of 4x ${title}`, price: cents(market * 3), shipping },
    { ...plain, title: `PROXY ${title}`, price: 0.99, shipping },
    { ...plain, title: `Japanese ${title}`, price: cents(market / 2), shipping },
    { ...plain, title, price: 0.01, shipping, buyingOptions: ['AUCTION'] },
    { ...plain, title: `Choose your card ${card.setName} ${card.number}`, price: 0.5, shipping, isChoice: true },
    { ...plain, title, price, shipping, isConverted: true },
  ];
  return all.filter((_, at) => draw(key, 10 + at) < 0.4);
};

/** Returns what is listed of a card on a day. */
export const listingsOf = (card: OfferedCard, day: number): SellersListing[] => {
  const key = mix(0xeba7, card.productId);
  const offers = Array.from({ length: offersMin + pick(key, 1, offersMore) }, (_, at) =>
    rawOffer(card, mix(mix(key, 100 + at), Math.floor((day + at) / 3))),
  );
  const graded = draw(key, 2) < 0.3 ? [gradedOffer(card, mix(key, 3)), gradedOffer(card, mix(key, 4))] : [];
  return [...offers, ...graded, ...otherListings(card, key)].map((facts, at) => ({
    ...facts,
    itemId: `v1|${card.productId * 100 + at}|0`,
  }));
};
