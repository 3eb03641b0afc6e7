/** When a rule would have fired on what is recorded: asked while the form is filled in. */
import { Answer, useAnswer } from '../../../answer.js';
import { api, bodyOf, type Schemas } from '../../../api.js';
import { useSettled } from '../../../clock.js';
import { count, day, money } from '../../../format.js';
import { BacktestChart } from './backtest-chart.js';
import { isComplete, type RuleTerms } from './rule.js';

/** A back-test counts as ten requests: one is asked for when the form rests. */
const quietMs = 700;
const shown = 5;

type Firing = Schemas['DecisionAnswer'];

const Firings = ({ of }: { readonly of: readonly Firing[] }) => (
  <div class="scroll">
    <table class="plain">
      <caption class="visually-hidden">Its last firings</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Printing</th>
          <th scope="col" class="number">
            Before → then
          </th>
        </tr>
      </thead>
      <tbody>
        {of.map(({ effective_at: at, printing, price, previous, currency, triggering, occasion }) => (
          <tr key={`${triggering.event_id} ${printing}`}>
            <td>{day(at)}</td>
            <td>{printing}</td>
            <td class="number">
              {occasion === 'on_create' ? <small>held already: </small> : null}
              {previous === null ? '' : `${money(previous.price, currency)} → `}
              {money(price, currency)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const summary = ({ firings, observations, truncated }: Schemas['BacktestAnswer'], last: Firing | undefined): string => {
  const over = `${count(observations)} recorded prices of the card`;
  if (last === undefined) return `It would not have fired on the ${over}.`;
  const times = firings === 1 ? 'once' : `${count(firings)} times`;
  return `It would have fired ${times} on the ${over}${truncated ? ', and more often on what is left out' : ''}.`;
};

const isSome = (fired: readonly Firing[]): fired is readonly [Firing, ...Firing[]] => fired.length > 0;

export const Backtest = ({ cardId, terms }: { readonly cardId: string; readonly terms: RuleTerms | null }) => {
  const isAskable = terms !== null && isComplete(terms.when);
  const asked = useSettled(isAskable ? JSON.stringify({ card_id: cardId, ...terms }) : '', quietMs);
  const answer = useAnswer(
    ['backtest', asked],
    () => bodyOf(api.POST('/alerts/backtest', { body: JSON.parse(asked) as Schemas['BacktestTerms'] })),
    { enabled: asked !== '', keep: true },
  );
  return (
    <section class="panel backtest" aria-labelledby="backtest">
      <h2 id="backtest">On what is recorded</h2>
      {!isAskable ? (
        <p>Fill in the condition: this shows when it would have fired.</p>
      ) : (
        <Answer of={answer} lines={4}>
          {(test) => {
            const fired = test.decisions.filter(({ type }) => type === 'AlertTriggered').map(({ data }) => data);
            return (
              <>
                <p role="status">{summary(test, fired.at(-1))}</p>
                {isSome(fired) && terms !== null ? (
                  <BacktestChart cardId={cardId} terms={terms} firings={fired} />
                ) : null}
                {fired.length === 0 ? null : <Firings of={fired.slice(-shown).reverse()} />}
                {fired.length > shown ? <small>The last {shown} are shown.</small> : null}
              </>
            );
          }}
        </Answer>
      )}
    </section>
  );
};
