import { Body, Controller, Post, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import { onePriceOf } from '../../../projections/latest-prices/one-price.js';
import type { AlertTerms } from '../../alerting/alert-terms.js';
import { backtest } from '../../alerting/backtest.js';
import { type BacktestAnswer, backtestAnswer } from '../../alerting/backtest-answer.js';
import { ruleOfCard } from '../../alerting/rule-of-card.js';
import { limits } from '../../base/limits.js';
import { cardIdField, instantField } from '../params.js';
import type { Problem } from '../problem.js';
import { mergedAsKnown } from '../reads/merged-card.js';
import type { ApiServices } from '../services.js';

export interface BacktestTerms extends AlertTerms {
  /** The alert is created at this time, or at the begin of this day: only prices from then on fire; default: the first price */
  readonly from?: string;
  /** Prices at or after this time, or after this day, are ignored; default: none are */
  readonly to?: string;
}

@Route('alerts')
@Tags('Alerts')
export class BacktestController extends Controller {
  constructor(private readonly services: ApiServices) {
    super();
  }

  /**
   * When a rule would have fired on the recorded prices of its card. Runs what decides on alerts, so it is exact. Nothing is
   * created, and no account is needed; it counts as several requests.
   * @summary Back-test a rule
   */
  @Post('backtest')
  @SuccessResponse(200, 'What the rule would have done')
  @Response<Problem>(404, 'Card not found, or no price with this source, printing, condition, grade or currency')
  public async backtestRule(@Body() body: BacktestTerms): Promise<BacktestAnswer> {
    const { database, log, backtests } = this.services;
    const { from, to, ...terms } = body;
    const span = {
      ...(from === undefined ? {} : { from: instantField('from', from) }),
      ...(to === undefined ? {} : { to: instantField('to', to, 'after') }),
    };
    const asked = cardIdField(terms.card_id);
    const cardId = (await mergedAsKnown(database, [asked], undefined)).get(asked) ?? asked;
    const onePrice = (id: string) => onePriceOf(database, id);
    return backtests.run(async () => {
      const rule = await ruleOfCard({ log, onePrice }, { ...terms, card_id: cardId });
      const result = await backtest(log, rule, { ...span, eventsMax: limits.backtestEventsMax });
      this.setHeader('Cache-Control', 'no-store');
      this.setHeader('Ledger-Position', await log.head());
      return backtestAnswer(rule, result);
    });
  }
}
