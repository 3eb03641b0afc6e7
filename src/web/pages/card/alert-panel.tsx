/** An alert from the chart: a line, when it would have fired, and the alert itself. No account is needed to try it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Asked } from '../../answer.js';
import { Answer } from '../../answer.js';
import type { Schemas } from '../../api.js';
import type { AlertLine, Side } from '../../chart/alert-line.js';
import type { PriceKey } from '../../chart/price-keys.js';
import { count, money, moment } from '../../format.js';
import { useCommandKey } from '../../idempotency-key.js';
import { paths } from '../../paths.js';
import { useQueryOfAddress } from '../../query.js';
import { useSession } from '../../session.js';
import { createAlert } from './ask.js';

/** A rule at the edge of the prices fires often: the newest are named, all are marked. */
const named = 10;

export const firingsOf = (answer: Schemas['BacktestAnswer'] | undefined): readonly Schemas['DecisionAnswer'][] =>
  (answer?.decisions ?? []).filter(({ type }) => type === 'AlertTriggered').map(({ data }) => data);

const Firings = ({
  answer,
  explain,
}: {
  readonly answer: Schemas['BacktestAnswer'];
  readonly explain: (at: string) => void;
}) => {
  const firings = firingsOf(answer).toReversed();
  return (
    <>
      <p role="status">
        {firings.length === 0
          ? 'On the prices on record it would never have fired.'
          : `It would have fired ${firings.length === 1 ? 'once' : `${count(firings.length)} times`} on the prices on record.`}
        {answer.truncated ? ' The test ended at its limit: later firings are left out.' : ''}
      </p>
      {firings.length === 0 ? null : (
        <ul class="firings">
          {firings.slice(0, named).map(({ price, currency, effective_at: at, triggering }) => (
            <li key={triggering.event_id}>
              <button type="button" class="as-link" onClick={() => explain(at)}>
                {moment(at)}
              </button>{' '}
              at <data value={price ?? ''}>{money(price, currency)}</data>
            </li>
          ))}
          {firings.length > named ? (
            <li>and {count(firings.length - named)} before, all marked on the chart.</li>
          ) : null}
        </ul>
      )}
    </>
  );
};

const CreateAlert = ({
  cardId,
  priceKey,
  line,
}: {
  readonly cardId: string;
  readonly priceKey: PriceKey;
  readonly line: AlertLine;
}) => {
  const { state } = useSession();
  // It changes with the line, and so does the link.
  useQueryOfAddress();
  const [outcome, setOutcome] = useState<Error | Schemas['AlertAnswer'] | 'sending' | null>(null);
  const once = useCommandKey();
  if (state !== 'signed_in')
    return (
      <Link class="button" href={paths.signInBy('in', location.pathname + location.search)}>
        Sign in to be told
      </Link>
    );
  const create = async (): Promise<void> => {
    setOutcome('sending');
    try {
      setOutcome(await createAlert(cardId, priceKey, line, once.next()));
    } catch (error) {
      once.settle(error);
      setOutcome(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <>
      <button
        type="button"
        class="main"
        disabled={outcome !== null && !(outcome instanceof Error)}
        onClick={() => void create()}
      >
        Create alert
      </button>
      <span role="status">
        {outcome === null || outcome === 'sending' ? null : outcome instanceof Error ? (
          <span class="change down">{outcome.message}</span>
        ) : (
          <>
            Created and armed. <Link href={paths.alert(outcome.alert_id)}>See the alert</Link>
          </>
        )}
      </span>
    </>
  );
};

export const AlertPanel = ({
  cardId,
  priceKey,
  line,
  step,
  backtest,
  move,
  close,
  explain,
  isNew,
}: {
  readonly cardId: string;
  readonly priceKey: PriceKey;
  readonly line: AlertLine;
  /** The least difference of two amounts of the currency. */
  readonly step: number;
  readonly backtest: Asked<Schemas['BacktestAnswer']>;
  readonly move: (line: AlertLine) => void;
  readonly close: () => void;
  readonly explain: (at: string) => void;
  /** The reader just asked for it: a small screen shows it as well. */
  readonly isNew: boolean;
}) => {
  const panel = useRef<HTMLElement>(null);
  // Later tests are of a line that is being moved: the page stays where it is.
  const wasTested = useRef(false);
  const isTested = backtest.data !== undefined;
  useEffect(() => {
    if (isNew && !wasTested.current) panel.current?.scrollIntoView({ block: 'nearest' });
    wasTested.current ||= isTested;
  }, [isTested]);
  return (
    <section ref={panel} class="panel alert-panel" aria-labelledby="alert">
      <h3 id="alert">Tell me when the price</h3>
      <div class="controls">
        <label>
          Direction
          <select value={line.side} onChange={(event) => move({ ...line, side: event.currentTarget.value as Side })}>
            <option value="below">falls to</option>
            <option value="above">rises to</option>
          </select>
        </label>
        <label>
          Price in {priceKey.currency}
          <input
            type="number"
            min={step}
            step={step}
            inputMode="decimal"
            value={line.price}
            onInput={(event) => {
              const price = event.currentTarget.valueAsNumber;
              if (price > 0) move({ ...line, price });
            }}
          />
        </label>
        <CreateAlert key={`${line.side} ${line.price}`} cardId={cardId} priceKey={priceKey} line={line} />
        <button type="button" class="quiet" onClick={close}>
          Close
        </button>
      </div>
      <Answer of={backtest} lines={2}>
        {(answer) => <Firings answer={answer} explain={explain} />}
      </Answer>
      <p>
        <small>
          Or drag the line on the chart. It fires when the price crosses the line, not while it stays beyond it.
        </small>
      </p>
    </section>
  );
};
