/** The parts of a history in which no market price is known to have stood, each with its reason. */
import { limits } from '../../src/base/limits.js';
import { instantOfMs } from '../../src/domain/instant.js';
import type { PriceKind } from '../../src/domain/prices/price-key.js';
import type { SnapshotOfPrice } from '../coverage/checks.js';
import type { Fact } from './facts.js';
import { type KnownWindow, spansOf } from './spans.js';

/** A part of the window, RFC 3339. Time in which a price was confirmed and did not change is no gap. */
export interface Gap {
  /** The last check before the gap, the stamp of the withdrawal, or the begin of the window. */
  readonly from: string;
  /** The next check, the stamp under which the price was back, or the end of what is known. */
  readonly to: string;
  /**
   * `not_collected`: the source was not checked for more than 36 hours; the price of before may have changed. `withheld`: it
   * was checked, and prices that vanished at once were held back. `withdrawn`: the source did not show the key.
   * `no_market_price`: it showed the key without a market price.
   */
  readonly reason: 'not_collected' | 'withheld' | 'withdrawn' | 'no_market_price';
}

interface OpenGap {
  readonly fromMs: number;
  toMs: number;
  readonly reason: Gap['reason'];
}

const reasonOf = (fact: Fact, kind: PriceKind): Gap['reason'] | null => {
  if (fact.withdrawn) return 'withdrawn';
  // An asking price has no market number by its nature.
  return fact.market === null && kind === 'market' ? 'no_market_price' : null;
};

/** Returns the gaps in which another fact than a price stood. */
const unpricedGaps = (facts: readonly Fact[], window: KnownWindow, kind: PriceKind): OpenGap[] => {
  const gaps: OpenGap[] = [];
  for (const { fact, sinceMs, untilMs } of spansOf(facts, window)) {
    const reason = reasonOf(fact, kind);
    const last = gaps.at(-1);
    if (reason === null || untilMs <= sinceMs) continue;
    if (last?.toMs === sinceMs && last.reason === reason) last.toMs = untilMs;
    else gaps.push({ fromMs: sinceMs, toMs: untilMs, reason });
  }
  return gaps;
};

/** Returns the gaps between checks, but for those in which the key was withdrawn. */
const uncheckedGaps = (
  facts: readonly Fact[],
  snapshots: readonly SnapshotOfPrice[],
  { fromMs, endMs }: KnownWindow,
): OpenGap[] => {
  const [first] = facts;
  if (first === undefined) return [];
  const beginMs = Math.max(fromMs, first.atMs);
  const seen: number[] = [];
  const see = (ms: number): void => {
    if (ms >= first.atMs && ms <= endMs) seen.push(ms);
  };
  // An observation is a check before its snapshot is recorded.
  for (const { atMs } of facts) see(atMs);
  const withheld: number[] = [];
  for (const one of snapshots) {
    if (one.withheld) withheld.push(one.atMs);
    else see(one.atMs);
  }
  seen.sort((a, b) => a - b);
  const gaps: OpenGap[] = [];
  let standing = 0;
  for (const [at, sinceMs] of seen.entries()) {
    const untilMs = seen[at + 1] ?? endMs;
    while (facts[standing + 1] !== undefined && (facts[standing + 1] as Fact).atMs <= sinceMs) standing += 1;
    if (untilMs - sinceMs <= limits.staleAfterMs || facts[standing]?.withdrawn === true) continue;
    const gap = { fromMs: Math.max(sinceMs, beginMs), toMs: untilMs };
    if (gap.fromMs >= gap.toMs) continue;
    const isWithheld = withheld.some((ms) => ms > sinceMs && ms < untilMs);
    gaps.push({ ...gap, reason: isWithheld ? 'withheld' : 'not_collected' });
  }
  return gaps;
};

/**
 * Returns the gaps of a window in order of their beginning. `facts` begin with the one that stood when the window began,
 * `snapshots` limits.staleAfterMs before it; both are in order of time.
 */
export const gapsOf = (
  facts: readonly Fact[],
  snapshots: readonly SnapshotOfPrice[],
  { kind, ...window }: KnownWindow & { readonly kind: PriceKind },
): Gap[] =>
  [...unpricedGaps(facts, window, kind), ...uncheckedGaps(facts, snapshots, window)]
    .sort((a, b) => a.fromMs - b.fromMs)
    .map(({ fromMs, toMs, reason }) => ({
      from: instantOfMs(fromMs),
      to: instantOfMs(toMs),
      reason,
    }));
