/**
 * Compares what two marketplaces say of the same cards. Nothing is converted: the ratio of the two prices of a card is compared with
 * those of the other cards of its set, by which the rate of exchange and what one market pays more than the other drop out. A card whose
 * ratio is far from theirs has a wrong price at one of them, or its id at the second one is that of another card.
 *
 * The bounds were chosen by 1,344 cards of eight sets with dollars of one day and euros of another, five months later: there no ratio
 * was further from its set's median than a factor of 3.6. In sets where ids were mixed up the spread itself says little, so it is
 * capped.
 */
import { compareSources, marketplaceOf } from '../source.js';
import { correspondingPrinting } from './corresponding-printing.js';
import { isWithin, spreadOf, type Spread } from './spread.js';

/** A ratio within the first factor of the median is ordinary in any set, one beyond the second in none. */
const factors = { min: 4, max: 8 } as const;

/**
 * Minor units that a lower price counts as. Below half a unit of a currency prices are what handling a card costs, whichever card it
 * is: 0.02 is the least that Cardmarket allows, and 0.02 beside 0.20 says nothing. Rejected: to leave such cards out, because a
 * common beside the price of a rare card is the plainest wrong mapping.
 */
const floor = 50;

/** Cards with both prices above the floor by which a set's ratio is known; of fewer, those of the game are taken. */
const pairsOfSet = 10;
const pairsOfGame = 30;

/** A card whose ranks in its set differ by this share of them is another card rather than one with a wrong price. */
const ranksApart = 1 / 3;

/** A market price that stands, of a listed card. Amounts are in minor units, `null` where there is none. */
export interface MarketPrice {
  readonly cardId: string;
  readonly source: string;
  /** Slug. */
  readonly printing: string;
  readonly market: number | null;
  /** What stood at the beginning of the window. */
  readonly earlier: number | null;
}

/** The prices of the cards of a set, at all sources. */
export interface SetPrices<P extends MarketPrice = MarketPrice> {
  readonly setId: string;
  /** Sets of a game are alike. */
  readonly game: string;
  readonly prices: readonly P[];
}

/** What is suspected: that the card's id at the second marketplace is another card's, or that a price is wrong. */
export type SuspectKind = 'mapping' | 'price';

/**
 * Why one and not the other. `agreed_before`: the prices agreed at the beginning of the window. `other_printing_agrees`,
 * `no_printing_agrees`: another printing of the card was compared. `ranks_differ`, `ranks_agree`: the card's ranks among the prices of
 * its set, the dearest first. `too_few_to_rank`: the set has too few prices for ranks.
 */
export type SuspectEvidence =
  'agreed_before' | 'other_printing_agrees' | 'no_printing_agrees' | 'ranks_differ' | 'ranks_agree' | 'too_few_to_rank';

/** A price of a pair, with its rank among those of the set. */
export interface ComparedPrice<P extends MarketPrice> {
  readonly price: P;
  /** 1 is the dearest; prices up to the floor share the last rank. `null` in a set with too few prices. */
  readonly rank: number | null;
  /** Whether it may be the wrong one of the two. */
  readonly isSuspect: boolean;
}

/** Two prices that do not belong to one card. */
export interface SuspectPair<P extends MarketPrice = MarketPrice> {
  readonly kind: SuspectKind;
  readonly evidence: SuspectEvidence;
  readonly setId: string;
  readonly first: ComparedPrice<P>;
  readonly second: ComparedPrice<P>;
  /** Of the first price to the second; each counts as the floor at least. */
  readonly ratio: number;
  /** The ratios that it is compared with. */
  readonly spread: Spread;
  readonly spreadOf: 'set' | 'game';
  /** How many these are. */
  readonly pairs: number;
  /** Prices of the set among which the ranks are. */
  readonly ranked: number;
}

interface Pair<P extends MarketPrice> {
  readonly setId: string;
  readonly game: string;
  /** The sources and the printing: only ratios of one group are compared. */
  readonly group: string;
  readonly first: P & { readonly market: number };
  readonly second: P & { readonly market: number };
  readonly ratio: number;
  /** Whether both prices are above the floor. */
  readonly isTelling: boolean;
}

const raised = (minor: number): number => Math.max(minor, floor);
const hasNumber = <P extends MarketPrice>(price: P | undefined): price is P & { readonly market: number } =>
  price !== undefined && price.market !== null && price.market > 0;

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

/** Returns the pairs of a card: of each two sources of different marketplaces, the printings that correspond. */
const pairsOfCard = <P extends MarketPrice>({ setId, game }: SetPrices<P>, prices: readonly P[]): Pair<P>[] => {
  const sources = [...groupBy(prices, ({ source }) => source)].sort(([a], [b]) => compareSources(a, b));
  return sources.flatMap(([of, own], at) =>
    sources.slice(at + 1).flatMap(([with_, others]) => {
      if (marketplaceOf(of) === marketplaceOf(with_)) return [];
      const printings = own.map(({ printing }) => printing);
      return others.flatMap((second): Pair<P>[] => {
        const printing = correspondingPrinting(printings, second.printing);
        const first = own.find((price) => price.printing === printing);
        if (!hasNumber(first) || !hasNumber(second)) return [];
        const ratio = raised(first.market) / raised(second.market);
        const isTelling = first.market >= floor && second.market >= floor;
        return [{ setId, game, group: `${of} ${with_} ${second.printing}`, first, second, ratio, isTelling }];
      });
    }),
  );
};

/** What the ratios of a group are compared with, in a set. */
interface Basis {
  readonly spread: Spread;
  readonly spreadOf: 'set' | 'game';
  readonly pairs: number;
}

const basisOf = (pairs: readonly Pair<MarketPrice>[], least: number, of: Basis['spreadOf']): Basis | null => {
  const ratios = pairs.flatMap(({ ratio, isTelling }) => (isTelling ? [ratio] : [])).sort((a, b) => a - b);
  return ratios.length < least ? null : { spread: spreadOf(ratios, factors), spreadOf: of, pairs: ratios.length };
};

/** Returns the ranks of the pairs of a set by one of their prices, the dearest first. */
const ranksOf = <P extends MarketPrice>(pairs: readonly Pair<P>[], side: 'first' | 'second'): Map<Pair<P>, number> => {
  const sorted = pairs.map((pair) => ({ pair, minor: raised(pair[side].market) })).sort((a, b) => b.minor - a.minor);
  const ranks = new Map<Pair<P>, number>();
  let rank = 0;
  sorted.forEach(({ pair, minor }, at) => {
    if (minor !== sorted[at - 1]?.minor) rank = at + 1;
    ranks.set(pair, rank);
  });
  return ranks;
};

/** The pairs of one group in a set, with what they are compared with. */
interface Judged<P extends MarketPrice> {
  readonly pairs: readonly Pair<P>[];
  readonly basis: Basis;
}

const agreedBefore = ({ first, second }: Pair<MarketPrice>, { spread }: Basis): boolean =>
  first.earlier !== null && second.earlier !== null && isWithin(raised(first.earlier) / raised(second.earlier), spread);

const moveOf = ({ market, earlier }: MarketPrice): number =>
  Math.abs(Math.log(raised(market ?? floor) / raised(earlier ?? floor)));

/** Returns the pairs of a judged group that lie outside of its spread. `agrees` tells of other printings of the card. */
const suspectsOf = <P extends MarketPrice>(
  { pairs, basis }: Judged<P>,
  agrees: (pair: Pair<P>) => boolean | null,
): SuspectPair<P>[] => {
  const outside = pairs.filter(({ ratio }) => !isWithin(ratio, basis.spread));
  if (outside.length === 0) return [];
  const [byFirst, bySecond] = [ranksOf(pairs, 'first'), ranksOf(pairs, 'second')];
  const last = Math.max(...byFirst.values(), ...bySecond.values());
  const isRanked = pairs.length >= pairsOfSet;
  return outside.map((pair) => {
    const { setId, first, second, ratio } = pair;
    const [firstRank, secondRank] = [byFirst.get(pair) ?? 0, bySecond.get(pair) ?? 0];
    const other = agrees(pair);
    const areApart = Math.abs(firstRank - secondRank) >= ranksApart * (last - 1);
    const evidence: SuspectEvidence = agreedBefore(pair, basis)
      ? 'agreed_before'
      : other !== null
        ? other
          ? 'other_printing_agrees'
          : 'no_printing_agrees'
        : !isRanked
          ? 'too_few_to_rank'
          : areApart
            ? 'ranks_differ'
            : 'ranks_agree';
    const isMapping =
      evidence === 'no_printing_agrees' || evidence === 'too_few_to_rank' || evidence === 'ranks_differ';
    // Of two prices that agreed before the one that moved further is the odd one.
    const moved = evidence !== 'agreed_before' ? null : moveOf(first) > moveOf(second) ? first : second;
    const compared = (price: P, rank: number, isSuspect: boolean): ComparedPrice<P> => ({
      price,
      rank: isRanked ? rank : null,
      isSuspect,
    });
    return {
      kind: isMapping ? 'mapping' : 'price',
      evidence,
      setId,
      first: compared(first, firstRank, moved === null ? !isMapping : moved === first),
      second: compared(second, secondRank, moved === null || moved === second),
      ratio,
      ...basis,
      ranked: pairs.length,
    };
  });
};

const distanceOf = ({ ratio, spread }: SuspectPair): number => Math.abs(Math.log(ratio / spread.median));

const textOf = ({ first, second }: SuspectPair): string =>
  [first.price.cardId, first.price.source, second.price.source, second.price.printing].join('|');

/**
 * Returns the pairs of prices that do not belong to one card, those furthest from the others first. Pure; in whatever order sets and
 * prices stand, the answer is the same. Of sets and games with too few pairs nothing is said.
 */
export const findSuspects = <P extends MarketPrice>(sets: readonly SetPrices<P>[]): SuspectPair<P>[] => {
  const pairs = sets.flatMap((set) =>
    [...groupBy(set.prices, ({ cardId }) => cardId).values()].flatMap((prices) => pairsOfCard(set, prices)),
  );
  const ofGames = new Map(
    [...groupBy(pairs, ({ game, group }) => `${game} ${group}`)].map(([key, all]) => [
      key,
      basisOf(all, pairsOfGame, 'game'),
    ]),
  );
  const judged = [...groupBy(pairs, ({ setId, group }) => `${setId} ${group}`).values()].flatMap((all): Judged<P>[] => {
    const { game, group } = all[0] as Pair<P>;
    const basis = basisOf(all, pairsOfSet, 'set') ?? ofGames.get(`${game} ${group}`) ?? null;
    return basis === null ? [] : [{ pairs: all, basis }];
  });
  const bases = new Map(judged.flatMap(({ pairs: all, basis }) => all.map((pair) => [pair, basis] as const)));
  const ofCards = groupBy([...bases.keys()], ({ first, second }) => `${first.cardId} ${first.source} ${second.source}`);
  /** Whether another printing of the card agrees; `null` if none tells. */
  const agrees = (pair: Pair<P>): boolean | null => {
    const others = ofCards.get(`${pair.first.cardId} ${pair.first.source} ${pair.second.source}`) ?? [];
    const telling = others.filter((other) => other !== pair && (other.isTelling || !isOrdinary(other)));
    return telling.length === 0 ? null : telling.some(isOrdinary);
  };
  const isOrdinary = (pair: Pair<P>): boolean => isWithin(pair.ratio, (bases.get(pair) as Basis).spread);
  return judged
    .flatMap((group) => suspectsOf(group, agrees))
    .sort((a, b) => distanceOf(b) - distanceOf(a) || (textOf(a) < textOf(b) ? -1 : 1));
};
