/** The rule of a watchlist: stated without a card, it becomes a rule on each of its cards. */
import { isLedgerError, ledgerError } from '../../base/errors.js';
import { conditionGiven } from '../../alerting/seed-words.js';
import { ruleOfTerms } from '../../alerting/alert-terms.js';
import type { RuleOnCard } from '../../alerting/watchlists/reconcile.js';
import type { ApiDeps } from '../services.js';
import { cardNow, optionsOf, ruleGiven, type RuleTerms, wordsOf } from './alert-terms-given.js';

type Stated = RuleTerms & { readonly channels?: readonly string[] };

const withoutChannels = ({ channels: _channels, ...terms }: Stated): RuleTerms => terms;

/** Throws VALIDATION_FAILED for a rule that is none on any card, naming the field: `rule.when.amount`. */
export const checkListRule = (rule: Stated): void => {
  const terms = withoutChannels(rule);
  try {
    const when = conditionGiven(terms.when, wordsOf(terms));
    // On each card its printing is looked up; here only the rest is checked.
    ruleOfTerms({ ...optionsOf(terms), printing: '*', card_id: 'pokemon-1', when });
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    const details = Object.fromEntries(Object.entries(error.details).map(([field, why]) => [`rule.${field}`, why]));
    throw ledgerError(error.code, `rule.${error.message}`, { details });
  }
};

/** Creates the function that states the rule of a list on a card. */
export const ruleOnCard =
  (services: Pick<ApiDeps, 'log' | 'database'>): RuleOnCard =>
  async (cardId, rule) =>
    ruleGiven(services, await cardNow(services, cardId), withoutChannels(rule));
