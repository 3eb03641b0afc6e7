/** The newest value of sets, and its change over windows that end there. */
import { instantOf } from '../../src/domain/instant.js';
import { toMajorUnits, toMajorUnitsOrNull } from '../../src/domain/prices/money.js';
import { comparedCurrency } from '../../src/domain/prices/preference.js';
import type { SetValueAt } from '../../src/domain/prices/set-value.js';
import type { Database } from '../../src/postgres/database.js';
import { newestSnapshot, windowStart } from '../coverage/checks.js';
import { percentage } from '../price-history/price-stats.js';
import { valuesOfSets } from './set-values.js';
import { valuesOfNow } from './set-values-now.js';

/** The sum of the market prices of a set's single cards, each by the one price of the card (docs/sets.md). */
export interface SetValue {
  /** `null` if no card has a price. */
  readonly amount: number | null;
  readonly currency: 'USD';
  /** The newest snapshot of the ledger, where the windows end; `null` before the first one. */
  readonly as_of: string | null;
  /**
   * Cards in the sum.
   * @isInt
   */
  readonly priced_cards: number;
  /**
   * Cards among them whose source shows no market price today: their last one counts.
   * @isInt
   */
  readonly carried_cards: number;
  /**
   * Cards without a price: never sold, or no longer shown.
   * @isInt
   */
  readonly unpriced_cards: number;
  /**
   * Cards whose one price is in another currency: not in the sum, and not converted.
   * @isInt
   */
  readonly other_currency_cards: number;
  /** Sources of the prices. */
  readonly sources: readonly string[];
}

/** Why there is no change of a value: no snapshot near the start, or no card with a price at one end. */
export type NoValueChange = 'not_collected' | 'no_start_value' | 'no_end_value';

/** The change of a value over a window; the other fields are `null` if there is a reason. */
export interface SetValueChange {
  readonly amount: number | null;
  readonly percentage: number | null;
  /** The value at the start. */
  readonly from_amount: number | null;
  /** The source's snapshot at which the window starts. */
  readonly from_effective_at: string | null;
  /**
   * Cards in the value at the start: with more of them now, the change is not one of prices alone.
   * @isInt
   */
  readonly from_priced_cards: number | null;
  readonly reason: NoValueChange | null;
}

export interface SetValueChanges {
  readonly '7d': SetValueChange;
  readonly '30d': SetValueChange;
  readonly '90d': SetValueChange;
}

const windowDays = { '7d': 7, '30d': 30, '90d': 90 } as const satisfies Record<keyof SetValueChanges, number>;

export interface ValuedSet {
  readonly value: SetValue;
  readonly changes: SetValueChanges;
}

const none = {
  amount: null,
  percentage: null,
  from_amount: null,
  from_effective_at: null,
  from_priced_cards: null,
} as const;

const changeOf = (start: string | null, before: SetValueAt | undefined, now: SetValueAt): SetValueChange => {
  if (start === null) return { ...none, reason: 'not_collected' };
  if (before === undefined || before.amount === null) return { ...none, reason: 'no_start_value' };
  if (now.amount === null) return { ...none, reason: 'no_end_value' };
  return {
    amount: toMajorUnits(now.amount - before.amount, comparedCurrency),
    percentage: percentage(before.amount, now.amount),
    from_amount: toMajorUnits(before.amount, comparedCurrency),
    from_effective_at: start,
    from_priced_cards: before.priced,
    reason: null,
  };
};

/** Returns the counts of a value, by the names that answers have for them. */
export const countsOf = (value: SetValueAt) => ({
  priced_cards: value.priced,
  carried_cards: value.carried,
  unpriced_cards: value.cards - value.priced - value.otherCurrency,
  other_currency_cards: value.otherCurrency,
});

/** Returns the instants at which the windows of a source start that end at `end`; `null` where it has no snapshot near. */
const startsOf = async (
  database: Database,
  source: string,
  end: string,
): Promise<Record<keyof SetValueChanges, string | null>> => {
  const at = (days: number): Promise<string | null> => windowStart(database, source, { end, days });
  const [week, month, quarter] = await Promise.all([
    at(windowDays['7d']),
    at(windowDays['30d']),
    at(windowDays['90d']),
  ]);
  return { '7d': week, '30d': month, '90d': quarter };
};

/**
 * Returns the values of sets at each of the instants (RFC 3339, in order of time), as known now, by set id: those of `valuesOfSets`,
 * from the history or remembered.
 */
export type ValuesAt = (
  setIds: readonly string[],
  instants: readonly string[],
) => Promise<ReadonlyMap<string, readonly SetValueAt[]>>;

export interface ValueOptions {
  readonly now: Date;
  /** Gives the values at the starts of windows; default: from the history. */
  readonly valuesAt?: ValuesAt;
}

/** Returns the values at the starts of the windows that end at `end`, of sets of one source, by set id. */
const startValuesOf = async (
  database: Database,
  { source, setIds, end, valuesAt }: { source: string; setIds: readonly string[]; end: string; valuesAt: ValuesAt },
): Promise<{
  starts: Awaited<ReturnType<typeof startsOf>>;
  valueAt: (setId: string, at: string) => SetValueAt | undefined;
}> => {
  const starts = await startsOf(database, source, end);
  const instants = [...new Set(Object.values(starts).flatMap((at) => at ?? []))].sort(
    (a, b) => Date.parse(a) - Date.parse(b),
  );
  const values = await valuesAt(setIds, instants);
  return { starts, valueAt: (setId, at) => values.get(setId)?.[instants.indexOf(at)] };
};

/** Returns the newest value of sets of one source and its changes, by set id. */
const valueSetsOf = async (
  database: Database,
  asked: { source: string; setIds: readonly string[]; end: string; valuesAt: ValuesAt },
  { asOf, valuesNow }: { asOf: string | null; valuesNow: ReadonlyMap<string, SetValueAt> },
): Promise<[string, ValuedSet][]> => {
  const { starts, valueAt } = await startValuesOf(database, asked);
  return asked.setIds.flatMap((setId): [string, ValuedSet][] => {
    const now = valuesNow.get(setId);
    if (now === undefined) return [];
    const over = (window: keyof SetValueChanges): SetValueChange => {
      const start = starts[window];
      return changeOf(start, start === null ? undefined : valueAt(setId, start), now);
    };
    const amount = toMajorUnitsOrNull(now.amount, comparedCurrency);
    const value = { amount, currency: comparedCurrency, as_of: asOf, ...countsOf(now), sources: now.sources } as const;
    return [[setId, { value, changes: { '7d': over('7d'), '30d': over('30d'), '90d': over('90d') } }]];
  });
};

/**
 * Returns the newest value of sets and its changes, by set id. Windows of a set start at snapshots of its source. Without a
 * snapshot the value is that of `now`.
 */
export const valueSets = async (
  database: Database,
  sets: readonly { readonly set_id: string; readonly source: string }[],
  { now, valuesAt = (setIds, instants) => valuesOfSets(database, setIds, instants) }: ValueOptions,
): Promise<ReadonlyMap<string, ValuedSet>> => {
  const asOf = await newestSnapshot(database, {});
  const end = asOf ?? instantOf(now);
  const ids = sets.map(({ set_id }) => set_id);
  const bySource = new Map<string, string[]>();
  for (const { set_id, source } of sets) bySource.set(source, [...(bySource.get(source) ?? []), set_id]);
  const valuesNow =
    asOf === null
      ? new Map(
          [...(await valuesOfSets(database, ids, [end]))].flatMap(([setId, [value]]) =>
            value ? [[setId, value]] : [],
          ),
        )
      : await valuesOfNow(database, ids, asOf);
  const valued = await Promise.all(
    [...bySource].map(([source, setIds]) =>
      valueSetsOf(database, { source, setIds, end, valuesAt }, { asOf, valuesNow }),
    ),
  );
  return new Map(valued.flat());
};
