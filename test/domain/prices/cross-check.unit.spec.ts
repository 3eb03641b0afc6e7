/**
 * Goal: a price that does not belong to its card is found and told apart from a wrong mapping; ordinary differences, cheap cards and
 * sets of which too little is known are left alone. Method: a set whose dollars are 1.2 times its euros, with one thing changed.
 */
import { expect } from 'chai';
import fc from 'fast-check';
import {
  type MarketPrice,
  type SetPrices,
  findSuspects,
  type SuspectPair,
} from '../../../src/domain/prices/cross-check.js';
import { checkProperty } from '../../support/check-property.js';

interface Card {
  /** Minor units. */
  readonly usd: number | null;
  readonly eur: number | null;
  readonly usdBefore?: number;
  readonly eurBefore?: number;
}
type Cards = Readonly<Record<string, Card>>;

const price = (
  cardId: string,
  source: string,
  market: number | null,
  more: Partial<MarketPrice> = {},
): MarketPrice => ({
  ...{ cardId, source, market },
  printing: 'normal',
  earlier: null,
  ...more,
});
const pricesOf = (cards: Cards): MarketPrice[] =>
  Object.entries(cards).flatMap(([cardId, { usd, eur, usdBefore = null, eurBefore = null }]) => [
    price(cardId, 'tcgcsv', usd, { earlier: usdBefore }),
    price(cardId, 'cardmarket', eur, { earlier: eurBefore }),
  ]);
const setOf = (prices: readonly MarketPrice[], setId = 'pokemon-1'): SetPrices => ({
  setId,
  game: 'pokemon',
  prices,
});

/** Cards from 40.00 EUR down to 0.05, each a little dearer or cheaper in dollars than the rest. */
const euros = [4_000, 2_500, 1_800, 1_200, 900, 700, 500, 400, 300, 200, 150, 100, 80, 60, 20, 10, 5, 5];
const ordinary: Cards = Object.fromEntries(
  euros.map((eur, at) => [`pokemon-${at}`, { eur, usd: Math.round(eur * 1.2 * (1 + ((at % 5) - 2) / 10)) }]),
);
const found = (cards: Cards): SuspectPair[] => findSuspects([setOf(pricesOf(cards))]);
const one = (cards: Cards): SuspectPair => {
  const suspects = found(cards);
  expect(suspects, JSON.stringify(suspects)).to.have.length(1);
  return suspects[0] as SuspectPair;
};
const sidesOf = ({ first, second }: SuspectPair) => [first.isSuspect, second.isSuspect];

describe('the cross-check of two marketplaces', () => {
  it('says nothing of an ordinary set', () => {
    expect(found(ordinary)).to.deep.equal([]);
  });

  it('takes a common that is the second dearest card of its set elsewhere for a wrong mapping', () => {
    const suspect = one({ ...ordinary, 'pokemon-15': { usd: 12, eur: 2_600 } });
    expect(suspect).to.include({ kind: 'mapping', evidence: 'ranks_differ', spreadOf: 'set', pairs: 14, ranked: 18 });
    expect([suspect.first.rank, suspect.second.rank]).to.deep.equal([15, 2]);
    // Each price counts as half a dollar or euro at least.
    expect(suspect.ratio).to.be.closeTo(50 / 2_600, 1e-9);
    expect(suspect.spread.factor).to.equal(4);
    // The dollars are those of the card itself.
    expect(sidesOf(suspect)).to.deep.equal([false, true]);
  });

  it('takes a price for wrong where the card is as dear among the others at both', () => {
    const suspect = one({ ...ordinary, 'pokemon-0': { usd: 48_000, eur: 4_000 } });
    expect(suspect).to.include({ kind: 'price', evidence: 'ranks_agree' });
    expect(sidesOf(suspect)).to.deep.equal([true, true]);
  });

  it('names the price that moved where the two agreed before', () => {
    const suspect = one({ ...ordinary, 'pokemon-5': { usd: 860, eur: 70, usdBefore: 840, eurBefore: 710 } });
    expect(suspect).to.include({ kind: 'price', evidence: 'agreed_before' });
    expect(sidesOf(suspect)).to.deep.equal([false, true]);
    const other = one({ ...ordinary, 'pokemon-5': { usd: 8_600, eur: 700, usdBefore: 840, eurBefore: 710 } });
    expect(sidesOf(other)).to.deep.equal([true, false]);
    // What never agreed did not come by a price that moved.
    const never = one({ ...ordinary, 'pokemon-15': { usd: 12, eur: 2_600, usdBefore: 12, eurBefore: 2_500 } });
    expect(never.evidence).to.equal('ranks_differ');
  });

  it('goes by another printing of the card where that was compared', () => {
    const reverse = (cardId: string, usd: number, eur: number): MarketPrice[] => [
      price(cardId, 'tcgcsv', usd, { printing: 'reverse-holofoil' }),
      price(cardId, 'cardmarket', eur, { printing: 'holo-or-reverse-holo' }),
    ];
    const wrong: Cards = { ...ordinary, 'pokemon-12': { usd: 96, eur: 2_600 } };
    const reverses = (own: readonly [number, number]): MarketPrice[] =>
      euros.flatMap((eur, at) =>
        at === 12 ? reverse('pokemon-12', ...own) : reverse(`pokemon-${at}`, eur * 1.3, eur),
      );
    const with_ = (own: readonly [number, number]) => findSuspects([setOf([...pricesOf(wrong), ...reverses(own)])]);
    const [agrees, ...more] = with_([130, 100]);
    expect(more).to.deep.equal([]);
    expect(agrees).to.include({ kind: 'price', evidence: 'other_printing_agrees' });
    const both = with_([130, 3_100]);
    expect(both.map(({ kind, evidence }) => `${kind} ${evidence}`)).to.deep.equal([
      'mapping no_printing_agrees',
      'mapping no_printing_agrees',
    ]);
    // A printing that costs next to nothing at both tells nothing.
    expect(with_([30, 2])[0]?.evidence).to.equal('ranks_differ');
  });

  it('leaves differences of cheap cards alone', () => {
    for (const [usd, eur] of [
      [2, 20],
      [45, 2],
      [1, 160],
    ] as const)
      expect(found({ ...ordinary, 'pokemon-15': { usd, eur } }), `${usd} ${eur}`).to.deep.equal([]);
    expect(found({ ...ordinary, 'pokemon-15': { usd: 1, eur: 250 } })).to.have.length(1);
  });

  it('says nothing of a price without a number, of one marketplace, and of one that mirrors it', () => {
    expect(
      found({ ...ordinary, 'pokemon-3': { usd: null, eur: 90_000 }, 'pokemon-4': { usd: 90_000, eur: 0 } }),
    ).to.deep.equal([]);
    const mirrored = pricesOf({ ...ordinary, 'pokemon-3': { usd: 14, eur: 90_000 } }).map((each) =>
      each.source === 'cardmarket' ? { ...each, source: 'tcgplayer' } : each,
    );
    expect(findSuspects([setOf(mirrored)])).to.deep.equal([]);
    // A Normal without a number today keeps its place: the euros are not compared with the Holofoil.
    const holo = price('pokemon-3', 'tcgcsv', 90_000, { printing: 'holofoil' });
    expect(
      findSuspects([setOf([...pricesOf({ ...ordinary, 'pokemon-3': { usd: null, eur: 1_200 } }), holo])]),
    ).to.deep.equal([]);
  });

  it('compares with the game where the set has too few cards, and with nothing where the game has', () => {
    const small = (count: number): Cards => ({
      ...Object.fromEntries(Object.entries(ordinary).slice(0, count)),
      'pokemon-99': { usd: 100, eur: 9_000 },
    });
    const suspectsIn = (sets: readonly Cards[]) =>
      findSuspects(sets.map((cards, at) => setOf(pricesOf(cards), `pokemon-${at}`)));
    expect(suspectsIn([small(8)])).to.deep.equal([]);
    // 9 cards of the small set and 2 × 14 of the others whose prices tell something.
    const [suspect, ...others] = suspectsIn([small(8), ordinary, ordinary]);
    expect(others).to.deep.equal([]);
    expect(suspect).to.include({ kind: 'mapping', evidence: 'too_few_to_rank', spreadOf: 'game', pairs: 37 });
    expect([suspect?.first.rank, suspect?.second.rank]).to.deep.equal([null, null]);
  });

  it('calls nothing ordinary by what a mixed-up set says', () => {
    // Two of three ids are those of other cards: by the spread of these ratios alone anything would be ordinary.
    const mixedUp = Object.fromEntries(
      Object.entries(ordinary).map(([id, { usd }], at) => [
        id,
        { usd, eur: at % 3 === 0 ? euros[at] : euros[17 - at] },
      ]),
    ) as Cards;
    const suspects = found(mixedUp);
    expect(suspects.map(({ spread }) => spread.factor)).to.include(8);
    expect(suspects.length).to.be.greaterThan(4);
  });

  it('is the same in whatever order prices and sets stand, and whatever the rate of exchange', async () => {
    const cards = { ...ordinary, 'pokemon-15': { usd: 12, eur: 2_600 }, 'pokemon-0': { usd: 60_000, eur: 4_000 } };
    const told = (suspects: readonly SuspectPair[]) =>
      suspects.map(({ kind, evidence, first, second }) => [
        kind,
        evidence,
        first.price.cardId,
        first.rank,
        second.rank,
      ]);
    const expected = told(found(cards));
    expect(expected).to.have.length(2);
    await checkProperty(
      fc.asyncProperty(fc.shuffledSubarray(pricesOf(cards), { minLength: 36 }), (prices) =>
        Promise.resolve(JSON.stringify(told(findSuspects([setOf(prices)]))) === JSON.stringify(expected)),
      ),
      50,
    );
    // Far above the floor, what a euro costs changes nothing.
    const scaled = (rate: number): Cards =>
      Object.fromEntries(
        Object.entries(cards).map(([id, { usd, eur }]) => [id, { usd: (usd ?? 0) * 100, eur: (eur ?? 0) * rate }]),
      );
    const inYen = told(found(scaled(15_000)));
    expect(inYen).to.deep.equal(told(found(scaled(100))));
    expect(inYen).to.have.length.greaterThan(0);
  });
});
