/** The badge that says how the price stands to those on record, with the rule behind it. */
import type { Schemas } from '../../api.js';
import { judge, type NoVerdict, type Verdict, verdictRule } from '../../chart/verdict.js';
import { percent } from '../../format.js';

const verdictTexts: Record<Verdict, string> = {
  at_low: 'At its lowest',
  near_low: 'Near its low',
  at_high: 'At its highest',
  near_high: 'Near its high',
  between: 'Between its extremes',
  steady: 'Steady',
};

const noVerdictTexts: Record<NoVerdict, string> = {
  held: 'No verdict: a newer row of the source waits for a person',
  no_price: 'No verdict: no market price stands',
  not_confirmed: 'No verdict: the price was not confirmed for 36 hours',
  too_young: `No verdict before ${verdictRule.weeks} weeks of evidence`,
};

const weeksText = (weeks: number): string => (weeks === 1 ? '1 week' : `${weeks} weeks`);

export const VerdictBadge = ({ stats, asOf }: { readonly stats: Schemas['PrintingStats']; readonly asOf: string }) => {
  const { verdict, reason, weeks, aboveLow } = judge(stats, asOf);
  const { nearPercent, movedPercent } = verdictRule;
  return (
    <details class="verdict">
      <summary>
        {verdict === null ? (
          noVerdictTexts[reason ?? 'no_price']
        ) : (
          <strong class={verdict === 'at_low' || verdict === 'near_low' ? 'badge low' : 'badge'}>
            {verdictTexts[verdict]}
          </strong>
        )}{' '}
        <small>{weeksText(weeks)} of evidence. The rule</small>
      </summary>
      <p>
        The market price is compared with the lowest and the highest one that we have on record, from the first day that
        we looked. Within {nearPercent} % of one of them is near it. If less than {movedPercent} % lie between the two,
        the price is steady. With fewer than {verdictRule.weeks} weeks on record, with a price that was not confirmed
        for 36 hours, or while a newer row is held, there is no verdict.
        {aboveLow === null ? '' : ` Now it is ${percent(aboveLow)} over the lowest.`} Nothing here says what the price
        will do.
      </p>
    </details>
  );
};
