/**
 * The rule of an alert: which prices of a card, and under which condition it fires. Rules in events have no defaults, so
 * that a rule means the same forever; `alertRuleInputSchema` fills them in.
 */
import { z } from 'zod';
import { limits } from '../../base/limits.js';
import { currencies } from '../prices/money.js';
import {
  conditionSchema,
  gradeSchema,
  type PriceKey,
  priceKeyShape,
  priceKinds,
  sourceSchema,
} from '../prices/price-key.js';

/** Numbers that a rule can compare. Rejected: `high`, because any seller can fire it by asking 99,999. */
export const alertMetrics = ['market', 'low', 'mid', 'direct_low'] as const;
export type AlertMetric = (typeof alertMetrics)[number];

/** Matches every value of a part of the price key, `null` included, which means that the source does not state it. */
const anyValue = '*';
const any = z.literal(anyValue);

export const comparisons = ['<=', '>=', '<', '>', '='] as const;
export type Comparison = (typeof comparisons)[number];

const amount = z.int().min(0).max(limits.priceMinorUnitsMax);
const change = z.int().min(1).max(limits.priceMinorUnitsMax);
const basisPoints = z.int().min(1).max(limits.alertBasisPointsMax);
const windowDays = z.int().min(1).max(limits.alertWindowDaysMax);

const changeSchema = z
  .strictObject({
    type: z.literal('change'),
    direction: z.enum(['up', 'down', 'either']),
    /** Hundredths of a percent of the price measured from. With `amount`, both must be reached. */
    basis_points: basisPoints.nullable(),
    /** Minor units. */
    amount: change.nullable(),
    /** Longest time that the change is measured over; `null`: since the alert was armed or last fired. */
    window_days: windowDays.nullable(),
  })
  .refine((when) => when.basis_points !== null || when.amount !== null, {
    path: ['basis_points'],
    message: 'basis_points, amount or both are needed',
  })
  .refine((when) => when.direction !== 'down' || (when.basis_points ?? 0) <= 10_000, {
    path: ['basis_points'],
    message: 'no price falls by more than 10000 (100 %)',
  });

export const whenSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('threshold'), comparison: z.enum(comparisons), amount }),
  changeSchema,
  /** `available`: the source shows the price for the first time, or again after it withdrew it. */
  z.strictObject({ type: z.literal('availability'), becomes: z.enum(['available', 'withdrawn']) }),
  z.strictObject({ type: z.literal('new_high'), window_days: windowDays }),
  z.strictObject({ type: z.literal('new_low'), window_days: windowDays }),
]);
export type AlertWhen = z.infer<typeof whenSchema>;

/** How far a price must go back beyond the point where the alert fires before it is armed again. */
const hysteresis = z
  .union([z.strictObject({ basis_points: basisPoints }), z.strictObject({ amount: change })])
  .nullable();

const shape = {
  card_id: priceKeyShape.card_id,
  source: z.union([sourceSchema, any]),
  kind: z.enum(priceKinds),
  /** The slug. */
  printing: z.union([
    z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(60),
    any,
  ]),
  condition: z.union([conditionSchema, any]).nullable(),
  grade: z.union([gradeSchema, any]).nullable(),
  language: z.union([z.string().min(2).max(10), any]).nullable(),
  currency: z.union([z.enum(currencies), any]),
  metric: z.enum(alertMetrics),
  when: whenSchema,
  hysteresis,
  /** Seconds after a firing within which the same price key does not fire again. */
  cooldown_seconds: z.int().min(0).max(limits.alertCooldownSecondsMax),
  /** `once`: the alert is done after its first firing, until it is resumed. */
  repeat: z.enum(['once', 'always']),
  /** `fire`: fires at once if the condition holds when the alert is created or changed. */
  on_create: z.enum(['fire', 'skip']),
} as const;

type Shape = { readonly currency: string; readonly when: AlertWhen; readonly hysteresis: z.infer<typeof hysteresis> };

const hasAmount = ({ when, hysteresis: slack }: Shape): boolean =>
  ('amount' in when && when.amount !== null) || (slack !== null && 'amount' in slack);
const isCurrencyGiven = (rule: Shape): boolean => rule.currency !== anyValue || !hasAmount(rule);
const currencyMissing = {
  path: ['currency'],
  message: `an amount needs its currency, one of ${currencies.join(', ')}`,
};
const hysteresisNotAllowed = {
  path: ['hysteresis'],
  message: 'must be null, except for threshold, new_high and new_low',
};
const isHysteresisAllowed = ({ when, hysteresis: slack }: Shape): boolean =>
  slack === null || (when.type !== 'change' && when.type !== 'availability');

/** A rule in events. */
export const alertRuleSchema = z
  .strictObject(shape)
  .refine(isCurrencyGiven, currencyMissing)
  .refine(isHysteresisAllowed, hysteresisNotAllowed);
export type AlertRule = z.infer<typeof alertRuleSchema>;

/**
 * A rule as a user states it. By default it matches any source and printing, but only prices without a stated condition,
 * grade or language: the price of a damaged or graded copy is not the card's.
 */
export const alertRuleInputSchema = z
  .strictObject({
    ...shape,
    source: shape.source.default(anyValue),
    kind: shape.kind.default('market'),
    printing: shape.printing.default(anyValue),
    condition: shape.condition.default(null),
    grade: shape.grade.default(null),
    language: shape.language.default(null),
    currency: shape.currency.default('USD'),
    metric: shape.metric.default('market'),
    hysteresis: shape.hysteresis.default(null),
    cooldown_seconds: shape.cooldown_seconds.default(0),
    repeat: shape.repeat.default('always'),
    on_create: shape.on_create.default('fire'),
  })
  .refine(isCurrencyGiven, currencyMissing)
  .refine(isHysteresisAllowed, hysteresisNotAllowed);
export type AlertRuleInput = z.input<typeof alertRuleInputSchema>;

/** Returns the days of history that the rule needs; 0 if it needs the newest price only. */
export const windowDaysOf = ({ when }: AlertRule): number => ('window_days' in when ? (when.window_days ?? 0) : 0);

const sameGrade = (a: PriceKey['grade'], b: PriceKey['grade']): boolean =>
  a === b || (a !== null && b !== null && a.grader === b.grader && a.grade === b.grade && a.qualifier === b.qualifier);

/** Returns whether the rule is about this key of its card. A rule in one currency never matches another. */
export const matchesKey = (rule: AlertRule, key: PriceKey): boolean =>
  rule.kind === key.kind &&
  (rule.currency === anyValue || rule.currency === key.currency) &&
  (rule.source === anyValue || rule.source === key.source) &&
  (rule.printing === anyValue || rule.printing === key.printing.slug) &&
  (rule.condition === anyValue || rule.condition === key.condition) &&
  (rule.language === anyValue || rule.language === key.language) &&
  (rule.grade === anyValue || sameGrade(rule.grade, key.grade));
