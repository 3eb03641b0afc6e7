/** Which sets a title names. */
import type { GameIndex, IndexedSet } from './catalog-index.js';
import type { SetAlias } from './set-names.js';
import type { Span, TitleWords } from './words.js';

export interface NamedSets {
  /** Sets with how they are named. */
  readonly named: ReadonlyMap<
    IndexedSet,
    { readonly strength: SetAlias['strength']; readonly joined: string; readonly spans: readonly Span[] }
  >;
  /** A set is named by words that mean nothing else. */
  readonly isSure: boolean;
}

const holds = (outer: Span, inner: Span): boolean =>
  outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from;

/** Returns the sets that a title names. Of names within each other the longest counts: Base Set 2 is not Base Set. */
export const setsIn = (words: TitleWords, { setsByAlias }: GameIndex): NamedSets => {
  const found: {
    readonly span: Span;
    readonly joined: string;
    readonly sets: readonly (readonly [IndexedSet, SetAlias['strength']])[];
  }[] = [];
  for (const [joined, spans] of words.grams) {
    const sets = setsByAlias.get(joined);
    if (sets !== undefined) for (const span of spans) found.push({ span, joined, sets });
  }
  const longest = found.filter(({ span }) => !found.some((other) => holds(other.span, span)));
  const named = new Map<IndexedSet, { strength: SetAlias['strength']; joined: string; spans: Span[] }>();
  for (const { span, joined, sets } of longest) {
    for (const [set, strength] of sets) {
      const before = named.get(set);
      if (before === undefined) named.set(set, { strength, joined, spans: [span] });
      else {
        before.spans.push(span);
        if (strength === 'strong') before.strength = strength;
      }
    }
  }
  return { named, isSure: [...named.values()].some(({ strength }) => strength === 'strong') };
};
