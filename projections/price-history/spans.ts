/** What stood over a window of time: each fact from its stamp until the next one. */
import type { Fact } from './facts.js';

/** A window up to the end of what is known; milliseconds since 1970. */
export interface KnownWindow {
  /** -Infinity for the beginning. */
  readonly fromMs: number;
  readonly endMs: number;
}

/** A fact, and the part of the window in which it stood. */
export interface Span {
  readonly fact: Fact;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** No fact follows in the window. */
  readonly isLast: boolean;
}

/** Returns the spans of facts, which are in order of time; those that ended before the window began are left out. */
export const spansOf = (facts: readonly Fact[], { fromMs, endMs }: KnownWindow): Span[] => {
  const spans: Span[] = [];
  for (const [at, fact] of facts.entries()) {
    const next = facts[at + 1];
    if (next !== undefined && next.atMs <= fromMs) continue;
    const sinceMs = Math.max(fact.atMs, fromMs);
    const untilMs = Math.max(sinceMs, Math.min(next?.atMs ?? endMs, endMs));
    spans.push({ fact, sinceMs, untilMs, isLast: next === undefined });
  }
  return spans;
};
