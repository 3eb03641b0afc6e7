/** "What did we know on …": all of the page as the ledger had it at an earlier time. */
import { useEffect, useState } from 'preact/hooks';
import { knownAtOf, stopOf, stopsBetween } from '../../chart/known-at.js';
import { useNow, useSettled } from '../../clock.js';
import { moment } from '../../format.js';

/** The page is asked again when the slider rests. */
const quietMs = 300;

const textOf = (knownAt: string | null): string =>
  knownAt === null ? 'now' : knownAt.length === 10 ? `the end of ${knownAt} (UTC)` : moment(knownAt);

export const KnownAt = ({
  first,
  knownAt,
  choose,
}: {
  /** When the ledger first recorded the card. */
  readonly first: string;
  readonly knownAt: string | null;
  readonly choose: (knownAt: string | null) => void;
}) => {
  const stops = stopsBetween(first, useNow());
  const [moved, move] = useState<number | null>(null);
  const settled = useSettled(moved, quietMs);
  useEffect(() => {
    if (settled === null) return;
    choose(knownAtOf(stops, settled));
    move(null);
    // Stops grow with the clock: only the reader's hand chooses one.
  }, [settled]);
  const index = moved ?? stopOf(stops, knownAt);
  const shown = moved === null ? knownAt : knownAtOf(stops, moved);
  return (
    <div class="known-at">
      <label>
        <span>
          What did we know on … <strong>{textOf(shown)}</strong>
        </span>
        <input
          type="range"
          min={0}
          max={stops.last}
          step={1}
          value={index}
          aria-valuetext={textOf(shown)}
          onInput={(event) => move(Number(event.currentTarget.value))}
        />
      </label>
      <button type="button" disabled={shown === null} onClick={() => choose(null)}>
        Now
      </button>
      {shown === null ? null : (
        <p class="notice">
          The page shows what the ledger had recorded by {textOf(shown)}. Later prices and corrections are left out.
        </p>
      )}
    </div>
  );
};
