/** How the value of a set moved, or why that is not known. */
import type { Schemas } from '../../api.js';
import { ChangeOf } from '../../components/price.js';

const reasons: Record<Schemas['NoValueChange'], string> = {
  not_collected: 'the ledger has no prices of this set from then',
  no_start_value: 'no card of the set had a price then',
  no_end_value: 'no card of the set has a price now',
};

export const ValueChange = ({
  of: { amount, percentage, reason },
  currency,
}: {
  readonly of: Schemas['SetValueChange'];
  /** With it the amount is shown too. */
  readonly currency?: string;
}) =>
  amount === null || percentage === null ? (
    <span class="change none" title={reason === null ? undefined : reasons[reason]}>
      –
    </span>
  ) : (
    <ChangeOf change={{ amount, percentage }} {...(currency === undefined ? {} : { currency })} />
  );

/** Returns what one has to know of a change before trusting it; empty for nothing. */
export const noteOf = ({ reason, from_priced_cards: before }: Schemas['SetValueChange'], pricedNow: number): string => {
  if (reason !== null) return reasons[reason];
  return before === null || before === pricedNow ? '' : `${before} cards had a price then, ${pricedNow} have one now`;
};
