/** What a back-test answers, over REST and on the command line. */
import type { AlertRule } from '../domain/alerts/rule.js';
import { type AlertRuleAnswer, termsOfRule } from './alert-terms.js';
import type { Backtest } from './backtest.js';
import { type DecisionAnswer, decisionAnswer } from './decision-answer.js';

export interface BacktestDecisionAnswer {
  readonly type: 'AlertTriggered' | 'AlertRearmed';
  readonly data: DecisionAnswer;
}

export interface BacktestAnswer {
  readonly rule: AlertRuleAnswer;
  /**
   * Price events of the card within the period, of any of its prices.
   * @isInt
   */
  readonly observations: number;
  /** @isInt */
  readonly firings: number;
  /** In the order of the log. */
  readonly decisions: readonly BacktestDecisionAnswer[];
  /** Whether a limit ended the test: later firings are left out. */
  readonly truncated: boolean;
}

/** Returns the answer of a back-test of `rule`. */
export const backtestAnswer = (rule: AlertRule, { observations, decisions, truncated }: Backtest): BacktestAnswer => ({
  rule: termsOfRule(rule),
  observations,
  firings: decisions.filter(({ type }) => type === 'AlertTriggered').length,
  decisions: decisions.map(({ type, data }) => ({ type, data: decisionAnswer(data) })),
  truncated,
});
