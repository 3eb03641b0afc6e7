/** Decides which card a listing offers. */
import { limits } from '../base/limits.js';
import { type Game, games } from '../domain/cards/card.js';
import type { CatalogIndex, GameIndex, IndexedCard } from './catalog-index.js';
import { type Exclusion, productWord } from './exclusions.js';
import { findCandidates, type FoundCard } from './find-candidates.js';
import { hintsBeside, judgeVariant, type Variant } from './judge-variant.js';
import { type NamedSets, setsIn } from './name-sets.js';
import { byYear } from './years.js';
import { choosePrinting } from './printings.js';
import { byRarity } from './rarities.js';
import { type ReadTitle, readTitle } from './read-title.js';
import { matchThreshold, scoreOf } from './score.js';
import type { CardMatch, Candidate, Listing, MatchResult } from './types.js';

interface Judged extends FoundCard {
  readonly variant: Variant;
  readonly printing: string | null;
  readonly candidate: Candidate;
}

interface Reading {
  readonly listing: Listing;
  readonly title: ReadTitle;
  readonly sets: NamedSets;
  readonly index: GameIndex;
}

const judge = (reading: Reading, found: FoundCard): Judged | null => {
  const { title, sets } = reading;
  const { card } = found.card;
  const judged = judgeVariant(found.card, title, sets);
  const chosen = choosePrinting(card.printings, title.printing);
  // Promos are holofoil to their sellers, and Normal in the catalog where they have one printing.
  const isLooselyHolo =
    !chosen.fits && title.printing.finish === 'holo' && card.rarity === 'Promo' && card.printings.length === 1;
  if (judged.contradiction !== null || (!chosen.fits && !isLooselyHolo)) return null;
  const variant = isLooselyHolo ? { ...judged, unsaid: [...judged.unsaid, 'Normal'] } : judged;
  const printing = chosen.fits ? chosen.printing : (card.printings[0] ?? null);
  return { ...found, variant, printing, candidate: scoreOf(found, variant, sets) };
};

/** Returns those that the title means most: nothing unsaid before something, then what it says most of. */
const best = (judged: readonly Judged[], title: ReadTitle): readonly Judged[] => {
  const plain = judged.filter(({ variant }) => variant.unsaid.length === 0);
  const hasOthers = plain.length < judged.length;
  const ordinary = plain.filter(({ card }) => !hasOthers || !hintsBeside(card, title));
  if (ordinary.length === 0) return judged;
  const most = Math.max(...ordinary.map(({ variant }) => variant.said));
  return ordinary.filter(({ variant }) => variant.said === most);
};

/** Words of a title that neither the card nor a set accounts for. */
const uncovered = ({ title, sets }: Reading, card: IndexedCard | null): ((word: string) => boolean) => {
  const covered = new Set<number>();
  for (const { spans } of sets.named.values()) {
    for (const { from, to } of spans) for (let at = from; at < to; at += 1) covered.add(at);
  }
  title.words.tokens.forEach((token, at) => {
    if (card !== null && (card.name.all.has(token) || card.set.words.has(token))) covered.add(at);
  });
  return (word) =>
    title.words.spansOf(word).some(({ from, to }) => {
      for (let at = from; at < to; at += 1) if (!covered.has(at)) return true;
      return false;
    });
};

const excludedAs = (reading: Reading, meant: readonly Judged[]): Exclusion | null => {
  const [first] = meant;
  const word = productWord(uncovered(reading, first?.card ?? null));
  if (word === null) return null;
  const isNumbered = first !== undefined && first.by !== 'name';
  return word.strength === 'strong' || !isNumbered ? word : null;
};

const languageOf = ({ card }: IndexedCard): string => card.language ?? 'en';

const matchIn = (reading: Reading, language: string): MatchResult => {
  const { title, sets, index, listing } = reading;
  if (title.numbers.exact.length > 1) {
    return {
      outcome: 'excluded',
      reason: 'lot',
      evidence: `numbers ${title.numbers.exact.map(({ number }) => number).join(', ')}`,
    };
  }
  const found = findCandidates(title, sets, index);
  const inLanguage = found.cards.filter(({ card }) => languageOf(card) === language);
  const judged = inLanguage.flatMap((each) => judge(reading, each) ?? []);
  const meant = byYear(byRarity(best(judged, title), title), title);
  const excluded = excludedAs(reading, meant);
  if (excluded !== null) return { outcome: 'excluded', ...excluded };
  const candidates = [...meant, ...judged.filter((each) => !meant.includes(each))]
    .map(({ candidate }) => candidate)
    .slice(0, limits.matchCandidatesMax);
  const [first] = meant;
  if (first === undefined) {
    return {
      outcome: 'unmatched',
      reasons: found.reasons.length > 0 ? found.reasons : ['no product has all that is said'],
    };
  }
  if (meant.length > 1 || first.candidate.score < matchThreshold) return { outcome: 'ambiguous', candidates };
  const isOwnWord = title.grade.word !== null && first.card.name.all.has(title.grade.word);
  const read = isOwnWord ? null : title.grade.grade;
  const grade = listing.grade === undefined ? read : listing.grade;
  if (grade === 'unreadable')
    return { outcome: 'excluded', reason: 'graded_unreadable', evidence: 'graded, and not by whom or how' };
  const stated = listing.condition === undefined ? title.condition : listing.condition;
  const match: CardMatch = {
    ...first.candidate,
    printing: first.printing,
    language,
    grade,
    condition: grade === null ? stated : null,
  };
  return { outcome: 'matched', match, candidates };
};

const rank: Readonly<Record<MatchResult['outcome'], number>> = { matched: 0, ambiguous: 1, excluded: 2, unmatched: 3 };

/** Returns the one answer of several games: a match in two of them is ambiguous. */
const together = (results: readonly MatchResult[]): MatchResult => {
  const matched = results.flatMap((result) => (result.outcome === 'matched' ? result.candidates : []));
  if (results.filter(({ outcome }) => outcome === 'matched').length > 1)
    return { outcome: 'ambiguous', candidates: matched };
  const [first] = [...results].sort((a, b) => rank[a.outcome] - rank[b.outcome]);
  return first ?? { outcome: 'unmatched', reasons: ['no game'] };
};

/** Matches a listing against a catalog. */
export const matchListing = (index: CatalogIndex, listing: Listing): MatchResult => {
  const title = readTitle(listing.title);
  if (title.exclusion !== null) return { outcome: 'excluded', ...title.exclusion };
  const language = listing.language ?? title.language ?? 'en';
  if (!index.languages.has(language)) {
    return { outcome: 'excluded', reason: 'wrong_language', evidence: language };
  }
  const asked: readonly Game[] = listing.game === undefined ? games : [listing.game];
  return together(
    asked.map((game) => {
      const ofGame = index.games[game];
      return matchIn({ listing, title, sets: setsIn(title.words, ofGame), index: ofGame }, language);
    }),
  );
};
