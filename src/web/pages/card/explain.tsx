/** Explains a number: the event that states it, the file behind that event, and what was put right since. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Answer, Nothing } from '../../answer.js';
import type { Schemas } from '../../api.js';
import { keyName, type PriceKey } from '../../chart/price-keys.js';
import { money, moment } from '../../format.js';
import { useExplanation } from './ask.js';

const eventTexts: Readonly<Record<string, string>> = {
  PriceObserved: 'shown by the source',
  PriceWithdrawn: 'no longer shown by the source',
  PriceCorrected: 'corrected',
  ObservationVoided: 'taken out of every answer',
  ObservationQuarantined: 'set aside',
  QuarantineReleased: 'released',
  QuarantineRejected: 'rejected',
};

const Facts = ({ children }: { readonly children: ComponentChildren }) => <dl class="pairs">{children}</dl>;

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const File = ({ of }: { readonly of: Schemas['Provenance'] }) => (
  <>
    <Fact name="File of the source">
      <code>{of.source_url}</code>
    </Fact>
    <Fact name="Its stamp">{of.upstream_stamp}</Fact>
    <Fact name="SHA-256 of the file">
      <code>{of.payload_sha256}</code>
    </Fact>
    <Fact name="Read by parser version">{of.parser_version}</Fact>
  </>
);

const Numbers = ({ of, currency }: { readonly of: Schemas['StatedNumbers']; readonly currency: string }) => (
  <>
    {(
      [
        ['market', of.market_price],
        ['low', of.low_price],
        ['mid', of.mid_price],
        ['high', of.high_price],
      ] as const
    )
      .map(([name, amount]) => `${name} ${money(amount, currency)}`)
      .join(', ')}
  </>
);

const Event = ({ of, currency }: { readonly of: Schemas['ExplainedEvent']; readonly currency: string }) => (
  <Facts>
    <Fact name="What">{eventTexts[of.type] ?? of.type}</Fact>
    {of.numbers === null ? null : (
      <Fact name="Numbers">
        <Numbers of={of.numbers} currency={currency} />
      </Fact>
    )}
    {of.reason === null ? null : <Fact name="Reason">{of.reason}</Fact>}
    <Fact name="Event">
      <code>{of.event_id}</code>
    </Fact>
    <Fact name="Position in the log">
      <code>{of.position}</code>
    </Fact>
    <Fact name="Recorded">
      {moment(of.recorded_at)} by {of.actor}
    </Fact>
    {of.provenance === null ? null : <File of={of.provenance} />}
  </Facts>
);

const Events = ({
  title,
  events,
  currency,
}: {
  readonly title: string;
  readonly events: readonly Schemas['ExplainedEvent'][];
  readonly currency: string;
}) =>
  events.length === 0 ? null : (
    <details>
      <summary>
        {title}: {events.length}
      </summary>
      {events.map((event) => (
        <Event key={event.event_id} of={event} currency={currency} />
      ))}
    </details>
  );

const Explanation = ({ of }: { readonly of: Schemas['ExplainAnswer'] }) => {
  const { price, stated_by: stated, same_stamp: same, corrections, voids, quarantine, confirmed_by: confirmed } = of;
  if (price === null) return <Nothing>No price of this printing stood then, as far as was known.</Nothing>;
  const { currency } = price;
  const amount = price.kind === 'market' ? price.market_price : price.low_price;
  return (
    <>
      <p class="price large">
        {price.withdrawn ? (
          <span class="none">withdrawn</span>
        ) : (
          <data value={amount ?? ''}>{money(amount, currency)}</data>
        )}
      </p>
      <p>
        It stands since {moment(price.effective_at)}
        {confirmed === null ? '.' : `; a file of ${moment(confirmed.upstream_stamp)} proves it last.`}
      </p>
      {stated === null ? null : (
        <>
          <h3>Stated by</h3>
          <Event of={stated} currency={currency} />
        </>
      )}
      {confirmed === null ? null : (
        <details>
          <summary>The file that proves it last</summary>
          <Facts>
            <File of={confirmed} />
            <Fact name="Recorded">{moment(confirmed.recorded_at)}</Fact>
          </Facts>
        </details>
      )}
      <Events title="All events about this stamp" events={same} currency={currency} />
      <Events title="Corrections of this price" events={corrections} currency={currency} />
      <Events title="Observations taken out" events={voids} currency={currency} />
      <Events title="Rows set aside" events={quarantine} currency={currency} />
    </>
  );
};

/** A day means its end, in UTC. */
const textOf = (validAt: string | null): string =>
  validAt === null ? 'now' : validAt.length === 10 ? `on ${validAt} (UTC)` : moment(validAt);

export const Explain = ({
  cardId,
  priceKey,
  knownAt,
  validAt,
  close,
}: {
  readonly cardId: string;
  readonly priceKey: PriceKey;
  readonly knownAt: string | null;
  /** `null`: the current price. */
  readonly validAt: string | null;
  readonly close: () => void;
}) => {
  const dialog = useRef<HTMLDialogElement>(null);
  // A modal dialog keeps the focus, ends with Escape, and gives the focus back.
  useEffect(() => dialog.current?.showModal(), []);
  const answer = useExplanation(cardId, priceKey, knownAt, validAt);
  return (
    <dialog
      ref={dialog}
      class="explain"
      aria-labelledby="explain-title"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="dialog-body">
        <div class="dialog-head">
          <h2 id="explain-title">Why this price?</h2>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </div>
        <p>
          {keyName(priceKey)}, {priceKey.source}, {textOf(validAt)}
          {knownAt === null ? '' : `, as known on ${knownAt}`}
        </p>
        <Answer of={answer} lines={12}>
          {(explanation) => <Explanation of={explanation} />}
        </Answer>
      </div>
    </dialog>
  );
};
