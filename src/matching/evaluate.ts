/** Precision and recall of a matcher on labelled titles, with what it confused. */
import { createHash } from 'node:crypto';
import type { Game } from '../domain/cards/card.js';
import type { Condition } from '../domain/prices/price-key.js';
import type { Matcher, MatchResult } from './types.js';

/** A title and what it offers. */
export interface Label {
  readonly title: string;
  readonly game: Game;
  /** What may be matched; `null`: nothing. */
  readonly expect: {
    readonly card_id: string;
    readonly printing: string | null;
    readonly grade: {
      readonly grader: string;
      readonly grade: string;
      readonly qualifier?: string | null | undefined;
    } | null;
    readonly condition: Condition | null;
  } | null;
  /** What the title is an example of; in a report figures are told by it. */
  readonly kind: string;
}

/** `tuning`: what the rules were written with. `held_back`: what they are measured on. */
export type Part = 'tuning' | 'held_back';

/**
 * Returns the part that a title belongs to: `tuning` if the first byte of the SHA-256 of the title is even. It depends on the
 * title alone, so that no label changes its part when others are added.
 */
export const partOf = (title: string): Part =>
  (createHash('sha256').update(title, 'utf8').digest()[0] ?? 0) % 2 === 0 ? 'tuning' : 'held_back';

export type Verdict = 'right' | 'wrong' | 'missed' | 'rightly_refused' | 'wrongly_matched';

export interface Judgement {
  readonly label: Label;
  readonly verdict: Verdict;
  readonly result: MatchResult;
}

export interface Figures {
  /** Titles that offer a card. */
  readonly offers: number;
  readonly titles: number;
  readonly right: number;
  /** Matched, and not to what is offered. */
  readonly wrong: number;
  /** Offers that were matched to nothing. */
  readonly missed: number;
  /** Right of all that were matched; `null` if none was. */
  readonly precision: number | null;
  /** Right of all that offer a card; `null` if none does. */
  readonly recall: number | null;
}

export interface Evaluation {
  readonly all: Figures;
  readonly parts: Readonly<Record<Part, Figures>>;
  readonly kinds: Readonly<Record<string, Figures>>;
  /** What was not right, the wrong matches first. */
  readonly confusions: readonly Judgement[];
}

const agrees = (result: MatchResult, expect: NonNullable<Label['expect']>): boolean => {
  if (result.outcome !== 'matched') return false;
  const { card_id, printing, grade, condition } = result.match;
  const isGrade =
    expect.grade === null
      ? grade === null
      : grade?.grader === expect.grade.grader && grade.grade === expect.grade.grade;
  const isQualifier = expect.grade?.qualifier === undefined || grade?.qualifier === expect.grade.qualifier;
  return (
    card_id === expect.card_id &&
    printing === expect.printing &&
    isGrade &&
    isQualifier &&
    condition === expect.condition
  );
};

const judge = (matcher: Matcher, label: Label): Judgement => {
  const { title, game, expect } = label;
  const result = matcher.matchListing({ title, game });
  const isMatched = result.outcome === 'matched';
  if (expect === null) return { label, result, verdict: isMatched ? 'wrongly_matched' : 'rightly_refused' };
  return { label, result, verdict: !isMatched ? 'missed' : agrees(result, expect) ? 'right' : 'wrong' };
};

const figuresOf = (judged: readonly Judgement[]): Figures => {
  const count = (...verdicts: readonly Verdict[]): number =>
    judged.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const [right, wrong, missed] = [count('right'), count('wrong', 'wrongly_matched'), count('missed')];
  const offers = count('right', 'wrong', 'missed');
  return {
    titles: judged.length,
    offers,
    right,
    wrong,
    missed,
    precision: right + wrong === 0 ? null : right / (right + wrong),
    recall: offers === 0 ? null : right / offers,
  };
};

const severity: readonly Verdict[] = ['wrong', 'wrongly_matched', 'missed'];

/** Matches every labelled title, and counts. */
export const evaluate = (matcher: Matcher, labels: readonly Label[]): Evaluation => {
  const judged = labels.map((label) => judge(matcher, label));
  const inPart = (part: Part): Figures => figuresOf(judged.filter(({ label }) => partOf(label.title) === part));
  const kinds = [...new Set(labels.map(({ kind }) => kind))].sort();
  return {
    all: figuresOf(judged),
    parts: { tuning: inPart('tuning'), held_back: inPart('held_back') },
    kinds: Object.fromEntries(
      kinds.map((kind) => [kind, figuresOf(judged.filter(({ label }) => label.kind === kind))]),
    ),
    confusions: judged
      .filter(({ verdict }) => severity.includes(verdict))
      .sort((a, b) => severity.indexOf(a.verdict) - severity.indexOf(b.verdict)),
  };
};
