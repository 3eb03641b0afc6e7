/**
 * Goal: of a whole market the cards whose id or price is wrong are found, and no others. Method: two games of the sandbox, whose Cardmarket
 * follows its dollars with a noise; one card of twenty gets the product of another card of its set, or a price ten times too high or
 * too low. What can be found by prices at all is found: a product about as dear as the right one is not.
 */
import { expect } from 'chai';
import {
  type MarketPrice,
  type SetPrices,
  findSuspects,
  type SuspectPair,
} from '../../../src/domain/prices/cross-check.js';
import { correspondingPrinting } from '../../../src/domain/prices/corresponding-printing.js';
import { printingOf } from '../../../src/domain/prices/price-key.js';
import {
  type CardmarketProduct,
  cardmarketProducts,
  gamePlans,
  guideRowOf,
} from '../../../src/embedded/sandbox/cardmarket-products.js';
import { draw } from '../../../src/embedded/sandbox/hash.js';
import { createSeededMarket } from '../../../src/embedded/sandbox/seeded-market.js';

const publication = createSeededMarket({ seed: 7 }).at(new Date('2025-09-01T21:00:00Z'));
const floor = 50;
const cents = (amount: number | null | undefined): number | null => (amount == null ? null : Math.round(amount * 100));
const log = (price: MarketPrice): number => Math.log(Math.max(price.market ?? 0, floor));

interface Card {
  readonly own: readonly MarketPrice[];
  /** The prices of the card's product at Cardmarket. */
  readonly others: readonly MarketPrice[];
}

const cardOf = (product: CardmarketProduct, plan: (typeof gamePlans)[number]): Card => {
  const cardId = String(product.source.productId);
  const row = guideRowOf(product, plan, publication.stamp) as Readonly<Record<string, number | null>>;
  const second = plan.suffix === '-foil' ? 'foil' : 'holo-or-reverse-holo';
  const others = [
    { printing: 'normal', market: cents(row['trend']) },
    { printing: second, market: cents(row[`trend${plan.suffix}`]) },
  ];
  return {
    own: product.source.prices.map(({ subTypeName, marketPrice }) => ({
      ...{
        cardId,
        source: 'tcgcsv',
        printing: printingOf(subTypeName).slug,
        market: cents(marketPrice),
        earlier: null,
      },
    })),
    others: others
      .filter(({ market }) => (market ?? 0) > 0)
      .map((each) => ({ ...each, cardId, source: 'cardmarket', earlier: null })),
  };
};

/** The cards of each set; reprints, which have an expansion of their own, are left out. */
const sets = gamePlans.flatMap((plan) => {
  const bySet = new Map<number, Card[]>();
  for (const product of cardmarketProducts(publication, plan)) {
    if (!product.isSingle || product.idExpansion === 999) continue;
    const { groupId } = product.source;
    bySet.set(groupId, [...(bySet.get(groupId) ?? []), cardOf(product, plan)]);
  }
  return [...bySet].map(([groupId, cards]) => ({ setId: String(groupId), game: String(plan.id), cards }));
});
type Planted = 'mapping' | 'price' | 'price that agreed before';

/** Returns a card with the price of its first printing ten times as high, or a tenth, at one marketplace. */
const mispriced = ({ own, others }: Card, key: number, agreed: boolean): Card => {
  const factor = draw(key, 3) < 0.5 ? 10 : 0.1;
  const isOwn = draw(key, 4) < 0.5;
  const wrong = (prices: readonly MarketPrice[], printing: string | null): MarketPrice[] =>
    prices.map((price) => ({
      ...price,
      earlier: agreed ? price.market : null,
      market:
        price.printing === printing && price.market !== null
          ? Math.max(1, Math.round(price.market * factor))
          : price.market,
    }));
  const slugs = own.map(({ printing }) => printing);
  return {
    own: wrong(own, isOwn ? correspondingPrinting(slugs, 'normal') : null),
    others: wrong(others, isOwn ? null : 'normal'),
  };
};

/** Whether one of the card's prices is far enough from the right one: the factor of the market's sets, 4, and its noise. */
const tells = (before: Card, after: Card): boolean =>
  [...before.others, ...before.own].some((price) => {
    const same = [...after.others, ...after.own].find(
      ({ source, printing }) => source === price.source && printing === price.printing,
    );
    return same !== undefined && Math.abs(log(same) - log(price)) > Math.log(4 * 1.5);
  });

const plant = (share: number): { sets: SetPrices[]; planted: Map<string, { kind: Planted; telling: boolean }> } => {
  const planted = new Map<string, { kind: Planted; telling: boolean }>();
  const checked = sets.map(({ setId, game, cards }): SetPrices => {
    const prices = cards.flatMap((card) => {
      const cardId = card.own[0]?.cardId ?? '';
      const key = Number(cardId);
      if (cardId === '' || draw(key, 1) >= share) return [...card.own, ...card.others];
      const kind = (['mapping', 'price', 'price that agreed before'] as const)[Math.floor(draw(key, 2) * 3)] as Planted;
      const other = cards[Math.floor(draw(key, 5) * cards.length)] as Card;
      const wrong =
        kind === 'mapping'
          ? { own: card.own, others: other.others.map((price) => ({ ...price, cardId })) }
          : mispriced(card, key, kind !== 'price');
      planted.set(cardId, { kind, telling: tells(card, wrong) });
      return [...wrong.own, ...wrong.others];
    });
    return { setId, game, prices };
  });
  return { sets: checked, planted };
};

describe('errors planted in a market', () => {
  it('none are found in a market without any', () => {
    expect(sets.reduce((sum, { cards }) => sum + cards.length, 0)).to.be.greaterThan(1_000);
    expect(findSuspects(plant(0).sets)).to.deep.equal([]);
  });

  it('are found, with no ordinary card among them, and told apart as far as prices tell', () => {
    const { sets: checked, planted } = plant(0.05);
    const found = new Map<string, SuspectPair>();
    for (const suspect of findSuspects(checked)) found.set(suspect.first.price.cardId, suspect);
    expect(
      [...found.keys()].filter((cardId) => !planted.has(cardId)),
      'ordinary cards',
    ).to.deep.equal([]);
    const telling = [...planted].filter(([, { telling: isTelling }]) => isTelling);
    const of = (kind: Planted) => telling.filter(([, each]) => each.kind === kind).map(([cardId]) => found.get(cardId));
    for (const kind of ['mapping', 'price', 'price that agreed before'] as const) {
      const suspects = of(kind);
      expect(suspects.length, kind).to.be.greaterThan(10);
      expect(suspects.filter((suspect) => suspect === undefined).length, `${kind}: missed`).to.equal(0);
    }
    // A price that moved is told from a wrong mapping whatever the ranks.
    expect(new Set(of('price that agreed before').map((suspect) => suspect?.kind))).to.deep.equal(new Set(['price']));
    const mappings = of('mapping');
    expect(mappings.filter((suspect) => suspect?.kind === 'mapping').length).to.be.greaterThan(0.8 * mappings.length);
  });
});
