/**
 * What a user wants to be told of: which prices of a card, and when. Everything is said outright in the event, so that a
 * rule means the same for ever; `completeRule` fills in what a person need not say.
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

/**
 * Numbers an alert may look at. Not `high`: a seller who parks a card at 99,999 would set it off, and it is what every
 * user complains of.
 */
export const alertMetrics = ['market', 'low', 'mid', 'direct_low'] as const;
export type AlertMetric = (typeof alertMetrics)[number];

/** Every value of a part of the key, also none. Null is a value: "the source does not say". */
export const anyValue = '*';
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
    /** Hundredths of a percent of the price measured from. With `amount` beside it, both must be reached. */
    basis_points: basisPoints.nullable(),
    /** Minor units. */
    amount: change.nullable(),
    /** Measured from no longer ago than this; null: from when it was armed or last fired, however long ago. */
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
  /** `available`: seen for the first time, or again after the source had withdrawn it. */
  z.strictObject({ type: z.literal('availability'), becomes: z.enum(['available', 'withdrawn']) }),
  z.strictObject({ type: z.literal('new_high'), window_days: windowDays }),
  z.strictObject({ type: z.literal('new_low'), window_days: windowDays }),
]);
export type AlertWhen = z.infer<typeof whenSchema>;

/** How far beyond the point it fires at a price must go back before the alert is armed again. */
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
  /** Seconds after a firing before the same price may set it off again. */
  cooldown_seconds: z.int().min(0).max(limits.alertCooldownSecondsMax),
  /** `once`: done after its first firing, until it is resumed. */
  repeat: z.enum(['once', 'always']),
  /** What to do where the condition holds already when the alert is made or changed. */
  on_create: z.enum(['fire', 'skip']),
} as const;

type Shape = { readonly currency: string; readonly when: AlertWhen; readonly hysteresis: z.infer<typeof hysteresis> };

const hasAmount = ({ when, hysteresis: slack }: Shape): boolean =>
  ('amount' in when && when.amount !== null) || (slack !== null && 'amount' in slack);
const needsCurrency = {
  path: ['currency'],
  message: `an amount needs its currency, one of ${currencies.join(', ')}`,
};
const takesHysteresis = {
  path: ['hysteresis'],
  message: 'only threshold, new_high and new_low know one; null elsewhere',
};
const needsNoHysteresis = ({ when, hysteresis: slack }: Shape): boolean =>
  slack === null || (when.type !== 'change' && when.type !== 'availability');

/** As it stands in events. */
export const alertRuleSchema = z
  .strictObject(shape)
  .refine((rule) => rule.currency !== anyValue || !hasAmount(rule), needsCurrency)
  .refine(needsNoHysteresis, takesHysteresis);
export type AlertRule = z.infer<typeof alertRuleSchema>;

/**
 * As it is asked for. What is left out: any source and printing; but no condition, grade or language, so that a damaged
 * or a graded copy never speaks for the card as such.
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
  .refine((rule) => rule.currency !== anyValue || !hasAmount(rule), needsCurrency)
  .refine(needsNoHysteresis, takesHysteresis);
export type AlertRuleInput = z.input<typeof alertRuleInputSchema>;

/** Days of history that the rule needs; 0: only the newest price. */
export const windowDaysOf = ({ when }: AlertRule): number => ('window_days' in when ? (when.window_days ?? 0) : 0);

const sameGrade = (a: PriceKey['grade'], b: PriceKey['grade']): boolean =>
  a === b || (a !== null && b !== null && a.grader === b.grader && a.grade === b.grade && a.qualifier === b.qualifier);

/** Whether the rule is about this key of its card. A rule in one currency never sees a price in another. */
export const isAbout = (rule: AlertRule, key: PriceKey): boolean =>
  rule.kind === key.kind &&
  (rule.currency === anyValue || rule.currency === key.currency) &&
  (rule.source === anyValue || rule.source === key.source) &&
  (rule.printing === anyValue || rule.printing === key.printing.slug) &&
  (rule.condition === anyValue || rule.condition === key.condition) &&
  (rule.language === anyValue || rule.language === key.language) &&
  (rule.grade === anyValue || sameGrade(rule.grade, key.grade));
