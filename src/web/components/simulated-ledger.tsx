/** What a simulated ledger is, which of its cards are worth a look, and how to get real prices. */
import { Link } from 'wouter-preact';
import { useAnswer } from '../answer.js';
import { api, bodyOf, type Schemas } from '../api.js';
import { useNow } from '../clock.js';
import { day } from '../format.js';
import { paths } from '../paths.js';

/** The cards of the demo whose prices follow a script, the same in every demo (src/embedded/sandbox/stories.ts). */
const stories: Readonly<Record<string, string>> = {
  'pokemon-97000001': 'climbed all month',
  'pokemon-97000002': 'fell when its reprint was listed',
  'pokemon-97000003': 'the reprint',
  'pokemon-97000004': 'was withdrawn for six days: a gap, no guess',
  'pokemon-97000005': 'a row hundreds of times as much is held back',
  'pokemon-97000006': 'an error of the source, and its correction',
  'pokemon-97000007': 'three printings, three prices',
};

/** Cards to look at; nothing where the market has none of them, as a recorded one. */
export const Suggestions = () => {
  const { data } = useAnswer(['stories'], () =>
    bodyOf(api.GET('/cards/search', { params: { query: { q: 'Harbour Tales', limit: 20 } } })),
  );
  const cards = data?.cards.filter(({ card_id: id }) => id in stories) ?? [];
  return cards.length === 0 ? null : (
    <ul class="suggestions" aria-label="Cards to look at">
      {cards.map(({ card_id: id, name }) => (
        <li key={id}>
          <Link href={paths.card(id)}>{name}</Link> <small>{stories[id]}</small>
        </li>
      ))}
    </ul>
  );
};

/** The demo collects weeks, a day in some seconds. Until they are there, its newest prices are old, and most pages say so. */
const behindMs = 36 * 3_600_000;
const againMs = 5_000;

const newestOf = ({ sources }: Schemas['SourcesAnswer']): string | null =>
  sources
    .map(({ newest_snapshot: newest }) => newest ?? '')
    .sort()
    .at(-1) || null;

/** What every page of a simulated ledger says first, and how far the demo is. */
export const SimulatedMark = () => {
  const now = useNow();
  const isBehind = (newest: string | null): newest is string => newest !== null && now - Date.parse(newest) > behindMs;
  const { data } = useAnswer(['sources'], () => bodyOf(api.GET('/sources')), {
    everyMs: (answer) => (answer !== undefined && isBehind(newestOf(answer)) ? againMs : false),
  });
  const newest = data === undefined ? null : newestOf(data);
  return (
    <div class="simulated" role="note">
      <strong>Simulated.</strong> All cards and prices here are made up; none is of a real market.
      {isBehind(newest) ? ` Its weeks are being collected, a day at a time: up to ${day(newest)} so far.` : null}
    </div>
  );
};

export const SimulatedLedger = () => (
  <div class="notice">
    <p>
      <strong>This ledger is simulated.</strong> Everything works as with real prices, which <code>npm start</code>{' '}
      collects into a ledger of their own.
    </p>
    <Suggestions />
  </div>
);
