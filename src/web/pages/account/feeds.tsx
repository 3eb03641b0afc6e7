/** Feeds of one thing: their addresses are secrets, shown once. */
import { useState } from 'preact/hooks';
import { Answer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { OrderButton } from '../../components/order-button.js';
import { Secret } from '../../components/secret.js';
import { moment } from '../../format.js';
import { once, order, useMine } from './mine.js';

type Subject = Pick<Schemas['NewFeed'], 'alert_id' | 'of' | 'tcg_type' | 'watchlist_id'>;

const isOf = (feed: Schemas['FeedShown'], subject: Subject): boolean =>
  feed.of === subject.of &&
  feed.alert_id === (subject.alert_id ?? null) &&
  feed.watchlist_id === (subject.watchlist_id ?? null);

const Made = ({ feed: { atom_url: atom, json_url: json } }: { readonly feed: Schemas['FeedCreated'] }) => (
  <div class="notice">
    <p>
      <strong>These addresses are shown this once.</strong> Anybody who has one reads the feed.
    </p>
    {atom === null ? null : <Secret label="Atom" text={atom} />}
    {json === null ? null : <Secret label="JSON Feed" text={json} />}
  </div>
);

export const Feeds = ({
  subject,
  name,
  what,
}: {
  readonly subject: Subject;
  readonly name: string;
  readonly what: string;
}) => {
  const feeds = useMine(['feeds'], () => bodyOf(api.GET('/feeds')));
  const [made, setMade] = useState<Schemas['FeedCreated'] | null>(null);
  return (
    <section aria-labelledby="feeds">
      <h2 id="feeds">Feeds</h2>
      <p>{what}</p>
      {made === null ? null : <Made feed={made} />}
      <Answer of={feeds} lines={2}>
        {({ feeds: all }) => (
          <ul>
            {all
              .filter((feed) => isOf(feed, subject))
              .map((feed) => (
                <li key={feed.feed_id}>
                  {feed.name} <small>since {moment(feed.created_at)}</small>{' '}
                  <OrderButton
                    label={`End the feed ${feed.name} of ${moment(feed.created_at)}`}
                    send={async () => {
                      await order(api.DELETE('/feeds/{feed}', { params: { path: { feed: feed.feed_id } } }));
                      setMade((shown) => (shown?.feed.feed_id === feed.feed_id ? null : shown));
                    }}
                  >
                    End
                  </OrderButton>
                </li>
              ))}
          </ul>
        )}
      </Answer>
      <OrderButton
        send={async (key) => {
          const body = { ...subject, name: name.slice(0, 100) };
          setMade(await order(api.POST('/feeds', { params: { header: once(key) }, body })));
        }}
      >
        Make a feed
      </OrderButton>
    </section>
  );
};
