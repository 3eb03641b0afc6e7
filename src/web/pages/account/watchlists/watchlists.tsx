/** The user's watchlists. */
import { Link, useLocation } from 'wouter-preact';
import { Answer, Nothing } from '../../../answer.js';
import { api, bodyOf } from '../../../api.js';
import { Pages } from '../../../components/pages.js';
import { TextField } from '../../../components/fields.js';
import { Form } from '../../../components/form.js';
import { count, money } from '../../../format.js';
import { paths } from '../../../paths.js';
import { useAddressQuery } from '../../../query.js';
import { useTitle } from '../../../title.js';
import { once, order, useMine } from '../mine.js';
import { listRuleWords } from './list-rule.js';

const limit = 20;

const NewList = () => {
  const [, go] = useLocation();
  return (
    <section aria-labelledby="new-list">
      <h2 id="new-list">New watchlist</h2>
      <Form
        button="Create"
        send={async ({ text }, key) => {
          const call = api.POST('/watchlists', { params: { header: once(key) }, body: { name: text('name') } });
          go(paths.watchlist((await order(call)).watchlist_id));
        }}
      >
        <TextField name="name" label="Name" autoComplete="off" maxLength={100} placeholder="To buy" />
      </Form>
    </section>
  );
};

export const Watchlists = () => {
  useTitle('Watchlists');
  const [query, setQuery] = useAddressQuery();
  const offset = Number(query.get('offset') ?? 0);
  const lists = useMine(
    ['watchlists', offset],
    () => bodyOf(api.GET('/watchlists', { params: { query: { limit, offset } } })),
    { keep: true },
  );
  return (
    <>
      <h1>Watchlists</h1>
      <Answer of={lists} lines={8}>
        {({ watchlists, pagination }) =>
          watchlists.length === 0 ? (
            <Nothing>
              You have no list yet. A list shows the values of its cards together, can have an alert on each of them,
              and a feed.
            </Nothing>
          ) : (
            <>
              <ul class="plain-list">
                {watchlists.map(({ watchlist_id: id, name, cards, rule }) => (
                  <li key={id}>
                    <Link href={paths.watchlist(id)}>{name}</Link>{' '}
                    <small>
                      {cards.length === 1 ? '1 card' : `${count(cards.length)} cards`}
                      {rule === null ? '' : ` · alerts ${listRuleWords(rule, money)}`}
                    </small>
                  </li>
                ))}
              </ul>
              <Pages of={pagination} go={(to) => setQuery({ offset: String(to) })} />
            </>
          )
        }
      </Answer>
      <NewList />
    </>
  );
};
