/** What troubles a source has, by what is read of it. Pure. */
import type { SourceAudit } from '../../../projections/coverage/audit.js';
import type { FullRun } from '../../../projections/coverage/full-runs.js';
import { plannedAfter } from '../../base/planned-times.js';
import { type ConsentState, consentHolds } from '../../collecting/consents.js';
import { dayMs, instantOf } from '../../domain/instant.js';
import { medianOf } from '../../domain/prices/spread.js';

export const troubleKinds = [
  'run_failed',
  'rows_quarantined',
  'prices_withheld',
  'files_missing',
  'rows_unmatched',
  'prices_stale',
  'days_missed',
  'prices_without_card',
  'cards_without_price',
  'not_collected',
  'breaker_open',
  'consent_ends',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  /** One sentence, with the figures. */
  readonly detail: string;
}

/** A source in a report of the audit. */
export interface AuditedSource extends SourceAudit {
  /** Days of the report's window. */
  readonly days: number;
}

/** What is read of a source. */
export interface Signs {
  /** The last failure; `null` if a success followed. */
  readonly failure: { readonly code: string; readonly detail: string } | null;
  readonly breakerOpenUntil: string | null;
  /** The consent of an account's owner; `null` if there is none. */
  readonly consent: ConsentState | null;
  /** The newest finished runs over all sets, the newest first: one to judge, and runsCompared before it. */
  readonly runs: readonly FullRun[];
  /** The source in the newest reports of the weekly audit, the newest first. */
  readonly audits: readonly AuditedSource[];
  /** When the source was last resumed; `null` if never. */
  readonly resumedAt: string | null;
  /** Since when it is watched without a break, so since it was configured. */
  readonly watchedSince: string;
  /** When it is collected, in UTC; `null`: nobody planned it. */
  readonly cron: string | null;
  /** How old what it publishes may be at a planned time; 0 where it has no stamp of its own. */
  readonly lateAfterMs: number;
}

/** Runs whose median is usual. */
export const runsCompared = 14;
/** With fewer runs before it, a run has nothing usual to be compared with. */
const runsNeeded = 3;
/** A share is unusual above so many times the median. */
const factor = 3;
/** A source that is collected by the hour is not late before: a run may take its hour. */
const graceMsMin = 2 * 3_600_000;
/** The operator is told so long before a consent ends: asking for another takes a person. */
const consentSoonMs = 14 * dayMs;
/** Fewer rows or files than this are never unusual. */
const countMin = 3;

/** How long a trouble is seen before it is told: a breaker opens and closes by itself. */
export const holdMs: Readonly<Partial<Record<TroubleKind, number>>> = { breaker_open: 30 * 60_000 };

/** Ends of runs that are work as usual: a process that was stopped, a source that published meanwhile, a command's mistake. */
const ordinaryCodes: readonly string[] = [
  'NOT_READY',
  'LEASE_LOST',
  'SOURCE_STAMP_MOVED',
  'SOURCE_PAUSED',
  'SET_NOT_FOUND',
];

/** A share of a run, or of an audit. */
interface Figure<T> {
  readonly kind: TroubleKind;
  readonly words: string;
  readonly count: (one: T) => number;
  /** What the count is a share of. */
  readonly of: (one: T) => number;
  /** A share up to this is never unusual. */
  readonly floor: number;
  /** Whether a share is judged by its floor while nothing usual is known. */
  readonly judgedAtFirst: boolean;
}

const runFigures: readonly Figure<FullRun>[] = [
  {
    ...{ kind: 'rows_quarantined', words: 'rows were set aside', floor: 0.005, judgedAtFirst: true },
    ...{ count: (run) => run.quarantined, of: (run) => run.rows },
  },
  {
    ...{
      kind: 'prices_withheld',
      words: 'prices vanished at once and are held back',
      floor: 0.01,
      judgedAtFirst: true,
    },
    ...{ count: (run) => run.withheld, of: (run) => run.rows + run.withheld },
  },
  {
    ...{ kind: 'files_missing', words: 'files were missing', floor: 0.02, judgedAtFirst: true },
    ...{ count: (run) => run.missing_files, of: (run) => run.sets + run.missing_files },
  },
  {
    // What a source has beyond the catalog differs from source to source.
    ...{ kind: 'rows_unmatched', words: 'rows had no card', floor: 0.02, judgedAtFirst: false },
    ...{ count: (run) => run.unmatched, of: (run) => run.rows + run.unmatched },
  },
];

const auditFigures: readonly Figure<AuditedSource>[] = [
  {
    ...{ kind: 'prices_stale', words: 'prices were not checked for 36 hours', floor: 0.05, judgedAtFirst: true },
    // A source that is silent as a whole is told as not collected.
    ...{ count: (audit) => (audit.stale ? 0 : audit.stale_prices), of: (audit) => audit.prices },
  },
  {
    ...{ kind: 'days_missed', words: 'days of sets were missed', floor: 0.1, judgedAtFirst: true },
    ...{ count: (audit) => audit.days_missed, of: (audit) => audit.sets * audit.days },
  },
  {
    // What a source has beyond the catalog, and lacks of it, differs from source to source.
    ...{ kind: 'prices_without_card', words: 'prices had no listed card', floor: 0.02, judgedAtFirst: false },
    ...{ count: (audit) => audit.prices_without_card, of: (audit) => audit.prices },
  },
  {
    ...{ kind: 'cards_without_price', words: 'cards had no price', floor: 0.02, judgedAtFirst: false },
    ...{ count: (audit) => audit.cards_without_price, of: (audit) => audit.cards },
  },
];

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

const shareOf = <T>({ count, of }: Figure<T>, one: T): number => (of(one) <= 0 ? 0 : Math.min(1, count(one) / of(one)));

/** Judges one figure of the newest run or audit against those before it. */
const judgeFigure = <T>(figure: Figure<T>, [newest, ...before]: readonly T[]): Trouble[] => {
  if (newest === undefined) return [];
  const compared = before.slice(0, runsCompared);
  const isKnown = compared.length >= runsNeeded;
  if (!isKnown && !figure.judgedAtFirst) return [];
  const usual = isKnown ? medianOf(compared.map((one) => shareOf(figure, one)).sort((a, b) => a - b)) : 0;
  const share = shareOf(figure, newest);
  const count = figure.count(newest);
  if (count < countMin || share <= Math.max(figure.floor, factor * usual)) return [];
  const than = isKnown ? `usual is ${percent(usual)}` : `up to ${percent(figure.floor)} would be usual`;
  const detail = `${count} of ${figure.of(newest)} ${figure.words}: ${percent(share)}, ${than}`;
  return [{ kind: figure.kind, detail }];
};

/** Returns the first planned time after `after` at which the source had to show something newer than the stamp. */
const dueAfter = (
  { cron, lateAfterMs }: { cron: string; lateAfterMs: number },
  after: Date,
  stamp: string | undefined,
): Date | null => {
  const planned = plannedAfter({ cron }, after);
  // What the source had published by then is collected: the run that was planned found nothing new.
  const isCollected = planned !== null && stamp !== undefined && Date.parse(stamp) >= planned.getTime() - lateAfterMs;
  return isCollected ? plannedAfter({ cron }, planned) : planned;
};

/**
 * Returns when a source is late: half of the time between two planned runs, and at least graceMsMin, after the one that it missed.
 * Counted from its last run, or from when it was configured or resumed, if that is later. `null`: it is not planned.
 */
export const lateFrom = ({
  runs,
  resumedAt,
  watchedSince,
  cron,
  lateAfterMs,
}: Pick<Signs, 'runs' | 'resumedAt' | 'watchedSince' | 'cron' | 'lateAfterMs'>): Date | null => {
  if (cron === null) return null;
  const known = [runs[0]?.ended_at, resumedAt, watchedSince].flatMap((at) => (at == null ? [] : [Date.parse(at)]));
  const planned = dueAfter({ cron, lateAfterMs }, new Date(Math.max(...known)), runs[0]?.upstream_stamp);
  const next = planned === null ? null : plannedAfter({ cron }, planned);
  if (planned === null || next === null) return null;
  return new Date(planned.getTime() + Math.max(graceMsMin, (next.getTime() - planned.getTime()) / 2));
};

/** Returns what is wrong with a consent: it ends soon, has ended, or was refused. */
const judgeConsent = (consent: ConsentState | null, now: Date): Trouble[] => {
  if (consent === null) return [];
  const { granted_at, expires_at, refused_at } = consent;
  const soon = new Date(now.getTime() + consentSoonMs);
  if (consentHolds(consent, soon)) return [];
  const end = refused_at === null ? `ends at ${expires_at}` : `was refused at ${refused_at}`;
  const detail = `the consent of an account's owner, given at ${granted_at}, ${end}: sources authorise asks for another`;
  return [{ kind: 'consent_ends', detail }];
};

/** Returns the troubles of a source that is not paused. */
export const judge = (signs: Signs, now: Date): readonly Trouble[] => {
  const { failure, breakerOpenUntil, consent, runs, audits } = signs;
  const late = lateFrom(signs);
  return [
    ...(failure === null || ordinaryCodes.includes(failure.code)
      ? []
      : [{ kind: 'run_failed' as const, detail: `${failure.code}: ${failure.detail}` }]),
    ...runFigures.flatMap((figure) => judgeFigure(figure, runs)),
    ...auditFigures.flatMap((figure) => judgeFigure(figure, audits)),
    ...(late === null || now < late
      ? []
      : [
          {
            kind: 'not_collected' as const,
            detail: `${runs[0] === undefined ? 'never collected' : `last collected ${runs[0].ended_at}`}, due before ${instantOf(late)}`,
          },
        ]),
    ...(breakerOpenUntil === null
      ? []
      : [{ kind: 'breaker_open' as const, detail: 'the source keeps failing, and is asked now and then only' }]),
    ...judgeConsent(consent, now),
  ];
};
