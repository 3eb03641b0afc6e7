/** The rule that the body of a request states: from nothing, or as a change of another. */
import { onePriceOf } from '../../../projections/latest-prices/one-price.js';
import { type AlertCondition, type AlertOptions, termsOfRule } from '../../alerting/alert-terms.js';
import { ruleOfCard } from '../../alerting/rule-of-card.js';
import { type AlertType, assertAgrees, conditionGiven } from '../../alerting/seed-words.js';
import type { AlertRule } from '../../domain/alerts/rule.js';
import { mergedAsKnown } from '../reads/merged-card.js';
import type { ApiDeps } from '../services.js';

/** What a rule of one card, or of all cards of a watchlist, is stated by. */
export interface RuleTerms extends AlertOptions {
  /** As text such as `<= 10 USD` or `down 10% in 7d`, or as an object; or in short by alert_type and price_threshold */
  readonly when?: string | AlertCondition;
  /** price_drop: the price is at or below the threshold. price_increase: at or above it. availability: an offer is there (again) */
  readonly alert_type?: AlertType;
  /** In major units of the currency */
  readonly price_threshold?: number | null;
  /** Default: <= of price_drop, >= of price_increase; one that contradicts the type is an error */
  readonly comparison_operator?: '<=' | '>=' | '<' | '>' | '=' | null;
}

/** Returns the short words among terms. */
export const wordsOf = ({ alert_type, price_threshold, comparison_operator }: RuleTerms) => ({
  alert_type,
  price_threshold,
  comparison_operator,
});

/** Returns terms without their condition. */
export const optionsOf = ({
  when: _when,
  alert_type: _type,
  price_threshold: _threshold,
  comparison_operator: _operator,
  ...options
}: RuleTerms): AlertOptions => options;

/** Returns the card that `cardId` is now. */
export const cardNow = async ({ database }: Pick<ApiDeps, 'database'>, cardId: string): Promise<string> =>
  (await mergedAsKnown(database, [cardId], undefined)).get(cardId) ?? cardId;

/** Returns the rule of a card. Throws as `ruleOfCard`, and VALIDATION_FAILED for words that contradict each other. */
export const ruleGiven = async (
  { log, database }: Pick<ApiDeps, 'log' | 'database'>,
  cardId: string,
  terms: RuleTerms,
): Promise<AlertRule> => {
  const words = wordsOf(terms);
  const when = conditionGiven(terms.when, words);
  const onePrice = (id: string) => onePriceOf(database, id);
  const rule = await ruleOfCard({ log, onePrice }, { ...optionsOf(terms), card_id: cardId, when });
  assertAgrees(rule, words);
  return rule;
};

/** Returns the terms of a rule with what `terms` change of them: a condition in words replaces the whole condition. */
const changedTerms = (rule: AlertRule, terms: RuleTerms): RuleTerms => {
  const { card_id: _card, when, ...options } = termsOfRule(rule);
  const { alert_type, price_threshold, comparison_operator } = terms;
  const isByWords = alert_type !== undefined || price_threshold != null || comparison_operator != null;
  const words = isByWords && terms.when === undefined ? wordedAs(rule, terms) : {};
  const condition = terms.when === undefined && !isByWords ? { when } : {};
  const current = { ...options, ...condition } as RuleTerms;
  // A condition as text states its currency and metric itself.
  const { currency: _currency, metric: _metric, ...others } = current;
  return { ...(typeof terms.when === 'string' ? others : current), ...terms, ...words };
};

/** Returns the words of a change, completed by those of the rule: a new threshold keeps the direction. */
const wordedAs = ({ when }: AlertRule, { alert_type, price_threshold, comparison_operator }: RuleTerms): RuleTerms => {
  if (when.type !== 'threshold') return {};
  const direction = when.comparison.startsWith('<') ? 'price_drop' : 'price_increase';
  const own = when.comparison === '=' ? 'threshold' : direction;
  const type = alert_type ?? (comparison_operator == null ? own : 'threshold');
  const operator = comparison_operator ?? (type === own ? when.comparison : undefined);
  return {
    alert_type: type,
    ...(price_threshold === undefined ? {} : { price_threshold }),
    ...(operator === undefined ? {} : { comparison_operator: operator }),
  };
};

/** Returns the rule changed by `terms`. Throws as `ruleGiven`. */
export const ruleChanged = async (
  deps: Pick<ApiDeps, 'log' | 'database'>,
  rule: AlertRule,
  terms: RuleTerms,
): Promise<AlertRule> => {
  const changed = await ruleGiven(deps, await cardNow(deps, rule.card_id), changedTerms(rule, terms));
  // The card of an alert stays the one that it was made for: merges are followed.
  return { ...changed, card_id: rule.card_id };
};
