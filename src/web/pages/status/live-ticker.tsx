/** Changes of prices as they are recorded: how many since the page was opened, and the last ones. */
import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { type LiveChange, type LiveState, useLive } from '../../live.js';
import { useSettled } from '../../clock.js';
import { ChangeOf } from '../../components/price.js';
import { count, counted, money } from '../../format.js';
import { paths } from '../../paths.js';
import { useCards } from '../account/cards.js';

const shown = 8;
/** Names are asked for when the changes pause: a request counts several times, and a collection sends thousands in a second. */
const pauseMs = 1_500;

const stateTexts: Record<LiveState, string> = {
  open: 'Live',
  connecting: 'Connecting …',
  closed: 'Not live: the server takes no further listener now, or reads need a key here. Tried again in a minute.',
};

interface Seen {
  readonly changes: number;
  readonly rose: number;
  readonly fell: number;
  /** Newest first. */
  readonly last: readonly LiveChange[];
}

const nothing: Seen = { changes: 0, rose: 0, fell: 0, last: [] };

const withChanges = (seen: Seen, changes: readonly LiveChange[]): Seen => ({
  changes: seen.changes + changes.length,
  rose: seen.rose + changes.filter(({ change }) => change !== null && change.amount > 0).length,
  fell: seen.fell + changes.filter(({ change }) => change !== null && change.amount < 0).length,
  last: [...changes.slice(-shown).reverse(), ...seen.last].slice(0, shown),
});

const priceThen = (end: LiveChange['to'], currency: string): string =>
  end === null ? 'none' : end.withdrawn ? 'withdrawn' : money(end.market_price, currency);

const Row = ({ change, name }: { readonly change: LiveChange; readonly name: string | undefined }) => (
  <tr>
    <td>
      <Link href={paths.card(change.card_id)}>{name ?? change.card_id}</Link> <small>{change.printing}</small>
    </td>
    <td class="number">
      {priceThen(change.from, change.currency)} → {priceThen(change.to, change.currency)}
    </td>
    <td class="number">
      <ChangeOf change={change.change} />
    </td>
  </tr>
);

export const LiveTicker = () => {
  const [seen, see] = useState(nothing);
  const ids = useSettled(seen.last.map(({ card_id: id }) => id).join(' '), pauseMs);
  const cards = useCards(ids === '' ? [] : ids.split(' ')).data;
  const state = useLive((changes) => see((before) => withChanges(before, changes)));
  return (
    <section aria-labelledby="live">
      <h2 id="live">Live changes</h2>
      <p role="status">
        <strong>{stateTexts[state]}</strong>
        {state !== 'open'
          ? null
          : seen.changes === 0
            ? ': no price changed since this page was opened.'
            : `: ${counted(seen.changes, 'change')} since this page was opened, ${count(seen.rose)} up, ${count(seen.fell)} down.`}
      </p>
      {seen.last.length === 0 ? null : (
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">Card</th>
              <th scope="col" class="number">
                From → to
              </th>
              <th scope="col" class="number">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {seen.last.map((change) => (
              <Row key={change.event_id} change={change} name={cards?.get(change.card_id)?.card.name} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};
