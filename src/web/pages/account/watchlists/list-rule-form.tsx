/** The rule of a list: an alert on each of its cards, also on those that come later. */
import { useState } from 'preact/hooks';
import type { Schemas } from '../../../api.js';
import { ConfirmButton } from '../../../components/confirm.js';
import { Form } from '../../../components/form.js';
import { money } from '../../../format.js';
import { ChannelTicks } from '../alerts/alert-form.js';
import { Backtest } from '../alerts/backtest.js';
import { noCopies, RuleFields } from '../alerts/rule-fields.js';
import { type RuleTerms, termsOf } from '../alerts/rule.js';
import { listRuleWords, wholeRule } from './list-rule.js';

type ListRule = Schemas['ListRule'];

interface CardOfList {
  readonly card_id: string;
  readonly name: string | null;
}

/** When the rule would have fired on one card of the list, which the reader chooses. */
const TriedOn = ({ cards, terms }: { readonly cards: readonly CardOfList[]; readonly terms: RuleTerms | null }) => {
  const [chosen, choose] = useState<string | null>(null);
  const card = cards.find(({ card_id: id }) => id === chosen) ?? cards[0];
  if (card === undefined) return null;
  return (
    <>
      {cards.length < 2 ? null : (
        <label>
          Tried on
          <select value={card.card_id} onChange={(event) => choose(event.currentTarget.value)}>
            {cards.map(({ card_id: id, name }) => (
              <option key={id} value={id}>
                {name ?? id}
              </option>
            ))}
          </select>
        </label>
      )}
      <Backtest cardId={card.card_id} terms={terms} />
    </>
  );
};

export const ListRuleForm = ({
  rule,
  cards,
  save,
}: {
  readonly rule: ListRule | null;
  readonly cards: readonly CardOfList[];
  /** `null`: the list has no rule any more. */
  readonly save: (rule: ListRule | null, idempotencyKey: string) => Promise<void>;
}) => {
  const [isOpen, setOpen] = useState(false);
  const [terms, setTerms] = useState<RuleTerms | null>(null);
  return (
    <section aria-labelledby="list-rule">
      <h2 id="list-rule">Alerts on its cards</h2>
      <p>
        {rule === null
          ? 'None. With a rule, each card of the list has an alert, also one that comes later.'
          : `On each card, an alert ${listRuleWords(rule, money)}.`}
      </p>
      {isOpen ? (
        <Form
          button="Save the rule"
          busy="Saving …"
          label="Rule of the list"
          prefix="rule."
          onValues={(values) => setTerms(termsOf(values))}
          send={async (values, key) => {
            await save({ ...termsOf(values), channels: [...values.all('channels')] }, key);
            setOpen(false);
          }}
          beside={
            <button type="button" onClick={() => setOpen(false)}>
              Cancel
            </button>
          }
        >
          <RuleFields copies={noCopies} rule={rule === null ? {} : wholeRule(rule)} />
          <ChannelTicks ticked={rule?.channels ?? []} />
          <TriedOn cards={cards} terms={terms} />
        </Form>
      ) : (
        <div class="buttons">
          <button type="button" onClick={() => setOpen(true)}>
            {rule === null ? 'Add a rule' : 'Change the rule'}
          </button>
          {rule === null ? null : (
            <ConfirmButton
              button="Remove the rule …"
              title="Remove the rule?"
              yes="Remove"
              send={(_values, key) => save(null, key)}
            >
              <p>The alerts that it made are deleted.</p>
            </ConfirmButton>
          )}
        </div>
      )}
    </section>
  );
};
