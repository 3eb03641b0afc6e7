/** The faults of the month: each that a marketplace knows, one after another, each for a day, on the days of the others too. */
import type { FaultInput } from '../../../src/embedded/sandbox/faults.js';

export const sources = ['tcgcsv', 'tcgplayer', 'cardmarket', 'ebay'] as const;
export type MonthSource = (typeof sources)[number];

/** A fault, and what becomes of a day that has it. */
export interface FaultKind {
  readonly name: string;
  readonly fault: FaultInput;
  /** Whether no answer is taken. */
  readonly isRejected: boolean;
  /** What the reason of a hole names. */
  readonly says: RegExp;
  readonly code: string;
  readonly opensBreaker: boolean;
}

const always = Number.MAX_SAFE_INTEGER;
const kind = (name: string, fault: FaultInput, rejected: { says: RegExp; code: string } | null): FaultKind => ({
  name,
  fault: { count: always, ...fault },
  isRejected: rejected !== null,
  says: rejected?.says ?? /$^/,
  code: rejected?.code ?? '',
  opensBreaker: false,
});

const ofAll: readonly FaultKind[] = [
  kind('401', { status: 401 }, { says: /answered 401/, code: 'SOURCE_REFUSED' }),
  kind('403', { status: 403 }, { says: /answered 403/, code: 'SOURCE_REFUSED' }),
  kind('429', { status: 429 }, { says: /answered 429/, code: 'SOURCE_THROTTLED' }),
  kind('429, a short wait', { status: 429, retry_after: 20, count: 1 }, null),
  kind('429, a long wait', { status: 429, retry_after: 7_200 }, { says: /answered 429/, code: 'SOURCE_THROTTLED' }),
  kind('503', { status: 503 }, { says: /answered 503/, code: 'SOURCE_UNAVAILABLE' }),
  kind('slow', { kind: 'slow', ms: 8_000 }, null),
  kind(
    'truncated',
    { kind: 'truncate' },
    { says: /terminated|aborted|closed|not whole|cut/i, code: 'SOURCE_UNAVAILABLE' },
  ),
  kind('HTML', { kind: 'html' }, { says: /not JSON|HTML|expected/i, code: 'SOURCE_PAYLOAD_INVALID' }),
  kind('duplicated pages', { kind: 'duplicate' }, null),
];
const stale = kind('a stale stamp', { kind: 'stale-stamp' }, { says: /still shows/, code: 'SOURCE_UNPUBLISHED' });

/** Where only the files of prices fail, five of them in a row open the breaker. */
const ofPrices = (path: string): readonly FaultKind[] =>
  ofAll.map((each) => (each.name === '503' ? { ...each, fault: { ...each.fault, path }, opensBreaker: true } : each));

const ofSource: Readonly<Record<MonthSource, readonly FaultKind[]>> = {
  tcgcsv: [...ofPrices('/prices'), stale],
  tcgplayer: ofPrices('/pricing/'),
  cardmarket: [...ofAll, stale],
  ebay: ofAll,
};

/** The first day with a fault of each source: on each day one of them has one, on most two. */
const firstDays: Readonly<Record<MonthSource, number>> = { tcgcsv: 2, tcgplayer: 1, cardmarket: 3, ebay: 2 };
/** A good day at least is between two faults of a source. */
const dayOf = (source: MonthSource, place: number): number =>
  firstDays[source] + Math.floor((place * 25) / (ofSource[source].length - 1));

export interface PlannedFault extends FaultKind {
  readonly source: MonthSource;
  /** Of the month, from 0. */
  readonly day: number;
}

export const faultPlan: readonly PlannedFault[] = sources.flatMap((source) =>
  ofSource[source].map((fault, place) => ({ ...fault, source, day: dayOf(source, place) })),
);
