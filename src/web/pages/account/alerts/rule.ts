/** The rule of an alert: from the fields of its form to what the API takes, and into words. */
import type { Schemas } from '../../../schemas.js';
import { basisPointsOf, type Condition, type ConditionKind, conditionWords } from './condition.js';

export type Rule = Schemas['AlertRuleAnswer'];
/** What the API takes of a rule; a field that is left out has its default. */
export type RuleTerms = Omit<
  Schemas['ListRule'],
  'alert_type' | 'channels' | 'comparison_operator' | 'price_threshold' | 'when'
> & {
  readonly when: Condition;
};

/** Fields of a form by their names; '' for one that is empty. */
export interface Fields {
  readonly text: (name: string) => string;
  readonly isTicked: (name: string) => boolean;
}

const numberOrNull = (text: string): number | null => (text.trim() === '' ? null : Number(text));

const conditionOf = ({ text }: Fields): Condition => {
  const kind = text('kind_of_condition') as ConditionKind;
  switch (kind) {
    case 'threshold':
      return {
        type: 'threshold',
        comparison: text('when.comparison') as NonNullable<Condition['comparison']>,
        amount: numberOrNull(text('when.amount')),
      };
    case 'change': {
      const percent = numberOrNull(text('when.basis_points'));
      return {
        type: 'change',
        direction: text('when.direction') as NonNullable<Condition['direction']>,
        basis_points: percent === null ? null : basisPointsOf(percent),
        amount: numberOrNull(text('when.amount')),
        window_days: numberOrNull(text('when.window_days')),
      };
    }
    case 'new_high':
    case 'new_low':
      return { type: kind, window_days: numberOrNull(text('when.window_days')) };
    case 'available':
    case 'withdrawn':
      return { type: 'availability', becomes: kind };
  }
};

/** Whether a condition has what it compares with: a form that is being filled in may not yet. */
export const isComplete = ({ type, amount, basis_points: basisPoints, window_days: days }: Condition): boolean => {
  switch (type) {
    case 'threshold':
      return amount != null && Number.isFinite(amount);
    case 'change':
      return (basisPoints ?? amount) != null;
    case 'new_high':
    case 'new_low':
      return days != null && days >= 1;
    case 'availability':
      return true;
  }
};

/** Whether the API takes a hysteresis with it. */
export const takesHysteresis = (kind: ConditionKind): boolean =>
  kind === 'threshold' || kind === 'new_high' || kind === 'new_low';

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Returns the rule that a form has. */
export const termsOf = (fields: Fields): RuleTerms => {
  const { text, isTicked } = fields;
  const printing = text('printing');
  const hysteresis = text('hysteresis').trim();
  return {
    when: conditionOf(fields),
    ...(printing === '' ? {} : { printing }),
    source: text('source') === '' ? '*' : text('source'),
    kind: (text('kind') || 'market') as Schemas['PriceKind'],
    currency: (text('currency') || 'USD') as NonNullable<Schemas['ListRule']['currency']>,
    metric: (text('metric') || 'market') as Schemas['AlertMetric'],
    condition: orNull(text('condition')) as NonNullable<Schemas['ListRule']['condition']> | null,
    grade: orNull(text('grade')),
    language: orNull(text('language')),
    hysteresis: hysteresis === '' ? null : hysteresis,
    cooldown_seconds: Number(text('cooldown_seconds') || 0),
    repeat: isTicked('once') ? 'once' : 'always',
    on_create: isTicked('fires_at_once') ? 'fire' : 'skip',
  };
};

export const metricWords: Readonly<Record<Schemas['AlertMetric'], string>> = {
  market: 'market price',
  low: 'lowest price',
  mid: 'middle price',
  direct_low: 'lowest direct price',
};

/** Returns the slug of a printing as rules have it. */
const slugOf = (printing: string): string =>
  printing
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Returns the name of a printing of a rule, which has its slug; the slug, if no name is its. */
export const printingName = (printing: string, names: readonly string[]): string =>
  names.find((name) => slugOf(name) === slugOf(printing)) ?? printing;

/** Returns the rule with the printing by its name. */
export const named = <R extends { readonly printing: string }>(rule: R, names: readonly string[]): R => ({
  ...rule,
  printing: printingName(rule.printing, names),
});

/** What a rule is in words, beyond its card. `money` shows an amount of a currency. */
export const ruleWords = (
  rule: Pick<Rule, 'condition' | 'currency' | 'grade' | 'kind' | 'language' | 'metric' | 'printing' | 'source'> & {
    readonly when: Condition;
  },
  money: (amount: number, currency: string) => string,
): string => {
  const { when, currency, metric, kind, printing, source, condition, grade, language } = rule;
  const price = kind === 'asking' ? `${metricWords[metric]} of offers` : metricWords[metric];
  const copy = [
    printing === '*' ? 'each printing' : printing,
    condition === '*' ? 'any condition' : condition,
    grade === '*' ? 'any grade' : grade,
    language === '*' ? 'any language' : language,
  ].filter((part) => part !== null && part !== '');
  const subject = when.type === 'availability' ? 'it' : `the ${price}`;
  const of = copy.length === 0 ? '' : ` (${copy.join(', ')})`;
  const from = source === '*' ? '' : ` at ${source}`;
  return `when ${subject}${of}${from} ${conditionWords(when, (amount) => money(amount, currency === '*' ? 'USD' : currency))}`;
};

const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

/** Returns a duration such as "3 days", in the largest unit that it is whole in. */
export const durationText = (seconds: number): string => {
  const [size, unit] = units.find(([each]) => seconds % each === 0) ?? ([1, 'second'] as const);
  const number = seconds / size;
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
};

/** Returns what else the rule says, a sentence each. */
export const optionSentences = (
  {
    hysteresis,
    cooldown_seconds: cooldown,
    repeat,
    on_create: onCreate,
  }: Pick<Rule, 'cooldown_seconds' | 'hysteresis' | 'on_create' | 'repeat'>,
  money: (amount: number) => string,
): readonly string[] => [
  ...(hysteresis === null
    ? []
    : [
        `It is armed again once the price is ${
          hysteresis.basis_points === undefined ? money(hysteresis.amount ?? 0) : `${hysteresis.basis_points / 100} %`
        } back.`,
      ]),
  ...(cooldown === 0 ? [] : [`After a firing it waits ${durationText(cooldown)}.`]),
  ...(repeat === 'once' ? ['It fires once.'] : []),
  ...(onCreate === 'skip' ? ['It did not fire on what held when it was made.'] : []),
];
