/** The fields of an alert's rule, for one card or for each card of a list. */
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api.js';
import { type Choice, SelectField, TextField, Tick } from '../../../components/fields.js';
import {
  comparisonWords,
  type Condition,
  type ConditionKind,
  directionWords,
  kindOf,
  kinds,
  percentOf,
} from './condition.js';
import { durationText, metricWords, printingName, type Rule, takesHysteresis } from './rule.js';

const kindWords: Record<ConditionKind, string> = {
  threshold: 'The price reaches an amount',
  change: 'The price changes',
  new_high: 'A new high',
  new_low: 'A new low',
  available: 'It is offered, for the first time or again',
  withdrawn: 'It is no longer offered',
};

const choicesOf = (words: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

const currencies = ['USD', 'EUR', 'GBP', 'JPY'] as const;
const conditions = {
  '': 'Not stated (the usual one)',
  '*': 'Any',
  NM: 'Near mint',
  LP: 'Lightly played',
  MP: 'Moderately played',
  HP: 'Heavily played',
  DMG: 'Damaged',
  S: 'Sealed',
};
const priceKinds = {
  market: 'Market prices, derived from sales',
  asking: 'Asking prices, derived from offers',
};
const cooldowns = [0, 3_600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400];

/** Of what a rule can be: the prices of a card. */
export interface Copies {
  readonly printings: readonly string[];
  readonly sources: readonly string[];
  /** Of the one price of the card. */
  readonly onePrinting: string | null;
}

export const noCopies: Copies = { printings: [], sources: [], onePrinting: null };

/** Returns the names of a card's printings; none while it is not known. */
export const printingsOf = (card: Schemas['CardAnswer'] | undefined): readonly string[] => [
  ...new Set(card?.price_stats.map(({ printing }) => printing)),
];

/** Returns the prices that a rule on a card can be about. */
export const copiesOf = (card: Schemas['CardAnswer']): Copies => ({
  printings: printingsOf(card),
  sources: [...new Set(card.price_stats.map(({ source }) => source))],
  onePrinting: card.current_price?.printing ?? null,
});

const ConditionFields = ({ kind, when }: { readonly kind: ConditionKind; readonly when: Condition | null }) => {
  const { comparison = '<=', direction = 'down', amount, basis_points: basisPoints, window_days: days } = when ?? {};
  const amountField = (label: string, isOptional: boolean) => (
    <TextField
      name="when.amount"
      label={label}
      type="number"
      inputMode="decimal"
      min={0}
      step="any"
      isOptional={isOptional}
      value={amount ?? ''}
    />
  );
  const daysField = (label: string, isOptional: boolean) => (
    <TextField
      name="when.window_days"
      label={label}
      type="number"
      inputMode="numeric"
      min={1}
      max={365}
      isOptional={isOptional}
      value={days ?? (isOptional ? '' : 30)}
    />
  );
  switch (kind) {
    case 'threshold':
      return (
        <div class="fields-beside">
          <SelectField
            name="when.comparison"
            label="The price is"
            choices={choicesOf(comparisonWords)}
            value={comparison}
          />
          {amountField('Amount', false)}
        </div>
      );
    case 'change':
      return (
        <>
          <SelectField name="when.direction" label="Direction" choices={choicesOf(directionWords)} value={direction} />
          <div class="fields-beside">
            <TextField
              name="when.basis_points"
              label="By percent"
              type="number"
              inputMode="decimal"
              min={0.01}
              max={1_000}
              step="any"
              isOptional
              value={basisPoints == null ? (when === null ? 10 : '') : percentOf(basisPoints)}
            />
            {amountField('By amount', true)}
            {daysField('Within days', true)}
          </div>
          <small>
            With both, both must be reached. Without days, it is measured from the price that last fired, so that a slow
            drift fires too.
          </small>
        </>
      );
    case 'new_high':
    case 'new_low':
      return daysField('Of how many days', false);
    case 'available':
    case 'withdrawn':
      return null;
  }
};

const bandText = (hysteresis: Rule['hysteresis']): string => {
  if (hysteresis === null) return '';
  const { basis_points: basisPoints, amount = '' } = hysteresis;
  return basisPoints === undefined ? String(amount) : `${percentOf(basisPoints)}%`;
};

const FiringFields = ({ kind, rule }: { readonly kind: ConditionKind; readonly rule: Partial<Rule> }) => {
  const cooldown = rule.cooldown_seconds ?? 0;
  return (
    <>
      {takesHysteresis(kind) ? (
        <TextField
          name="hysteresis"
          label="Band"
          isOptional
          autoComplete="off"
          placeholder="5% or 0.50"
          value={bandText(rule.hysteresis ?? null)}
          hint="How far the price must go back before the alert is armed again. Without one, a price that moves around the point fires again and again."
        />
      ) : null}
      <SelectField
        name="cooldown_seconds"
        label="Rest after a firing"
        value={String(cooldown)}
        choices={[...new Set([...cooldowns, cooldown])].map((seconds) => ({
          value: String(seconds),
          text: seconds === 0 ? 'None' : durationText(seconds),
        }))}
      />
      <Tick name="once" isTicked={rule.repeat === 'once'}>
        Only once: done after the first firing
      </Tick>
      <Tick name="fires_at_once" isTicked={rule.on_create !== 'skip'}>
        Fire now as well, if it holds already
      </Tick>
    </>
  );
};

const PriceFields = ({ copies, rule }: { readonly copies: Copies; readonly rule: Partial<Rule> }) => {
  const source = rule.source ?? '*';
  const sources = [...new Set(['*', ...copies.sources, source])];
  return (
    <>
      <SelectField
        name="metric"
        label="Number that counts"
        choices={choicesOf(metricWords)}
        value={rule.metric ?? 'market'}
      />
      <SelectField name="kind" label="Prices" choices={choicesOf(priceKinds)} value={rule.kind ?? 'market'} />
      <SelectField
        name="source"
        label="Source"
        value={source}
        choices={sources.map((value) => ({ value, text: value === '*' ? 'Any' : value }))}
      />
      <SelectField name="condition" label="Condition" value={rule.condition ?? ''} choices={choicesOf(conditions)} />
      <div class="fields-beside">
        <TextField
          name="grade"
          label="Grade"
          isOptional
          autoComplete="off"
          placeholder="PSA 10"
          value={rule.grade ?? ''}
          hint="Empty: ungraded. *: any."
        />
        <TextField
          name="language"
          label="Language"
          isOptional
          autoComplete="off"
          placeholder="ja"
          value={rule.language ?? ''}
          hint="Empty: not stated. *: any."
        />
      </div>
    </>
  );
};

/** The fields; `rule`: what they have at first. */
export const RuleFields = ({ copies, rule }: { readonly copies: Copies; readonly rule: Partial<Rule> }) => {
  const when = rule.when ?? null;
  const [kind, setKind] = useState<ConditionKind>(when === null ? 'threshold' : kindOf(when));
  const printing = rule.printing ?? '';
  const chosen = printingName(printing, copies.printings);
  const others = chosen === '' || chosen === '*' || copies.printings.includes(chosen) ? [] : [chosen];
  return (
    <>
      <div onInput={(event) => chooseKind(event, setKind)}>
        <SelectField
          name="kind_of_condition"
          label="Tell me when"
          choices={choicesOf(kindWords).filter(({ value }) => kinds.some((each) => each === value))}
          value={kind}
        />
      </div>
      <ConditionFields key={kind} kind={kind} when={when !== null && kindOf(when) === kind ? when : null} />
      <div class="fields-beside">
        <SelectField
          name="printing"
          label="Printing"
          value={chosen}
          choices={[
            {
              value: '',
              text:
                copies.onePrinting === null ? 'That of its one price' : `That of its one price (${copies.onePrinting})`,
            },
            ...[...copies.printings, ...others].map((value) => ({ value, text: value })),
            { value: '*', text: 'Each of them' },
          ]}
        />
        <SelectField
          name="currency"
          label="Currency"
          value={rule.currency ?? 'USD'}
          choices={[...currencies.map((value) => ({ value, text: value }))]}
        />
      </div>
      <details class="more">
        <summary>More options</summary>
        <div class="form">
          <FiringFields kind={kind} rule={rule} />
          <PriceFields copies={copies} rule={rule} />
        </div>
      </details>
    </>
  );
};

const chooseKind = (event: Event, setKind: (kind: ConditionKind) => void): void => {
  if (event.target instanceof HTMLSelectElement) setKind(event.target.value as ConditionKind);
};
