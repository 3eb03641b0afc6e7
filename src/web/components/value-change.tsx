/** How the value of a set moved, or why that is not known. */
import type { Schemas } from '../api.js';
import { ChangeOf } from './price.js';

const reasons: Record<Schemas['NoValueChange'], string> = {
  not_collected: 'the ledger has no prices of this set from then',
  no_start_value: 'no card of the set had a price then',
  no_end_value: 'no card of the set has a price now',
};

/** Returns what one has to know of a change before trusting it; empty for nothing. */
export const noteOf = ({ reason, from_priced_cards: before }: Schemas['SetValueChange'], pricedNow: number): string => {
  if (reason !== null) return reasons[reason];
  return before === null || before === pricedNow ? '' : `${before} cards had a price then, ${pricedNow} have one now`;
};

/** Of this share of the cards at least the price was known then too, where a change stands without its note. */
const comparable = 0.9;

const hasGrown = ({ from_priced_cards: before }: Schemas['SetValueChange'], pricedNow: number): boolean =>
  before !== null && Math.min(before, pricedNow) < comparable * Math.max(before, pricedNow);

/** Shows how a value moved. A dash where that is not known, or, in a list, where other cards had a price then. */
export const ValueChange = ({
  of: change,
  pricedNow,
  currency,
}: {
  readonly of: Schemas['SetValueChange'];
  /** In lists, which have no place for the note: how many cards have a price. */
  readonly pricedNow?: number;
  /** With it the amount is shown too. */
  readonly currency?: string;
}) => {
  const { amount, percentage, reason } = change;
  const isOfOthers = pricedNow !== undefined && hasGrown(change, pricedNow);
  if (amount !== null && percentage !== null && !isOfOthers)
    return <ChangeOf change={{ amount, percentage }} {...(currency === undefined ? {} : { currency })} />;
  const why = isOfOthers ? noteOf(change, pricedNow) : reason === null ? undefined : reasons[reason];
  return (
    <span class="change none" title={why}>
      –
    </span>
  );
};
