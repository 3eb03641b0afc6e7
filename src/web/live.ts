/**
 * Live changes of prices (docs/streaming.md): one stream for the whole page, open while something listens and the page is looked
 * at. A hidden page is closed, since a client has ten streams; queries are asked again when it is looked at anyway.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { queries } from './answer.js';
import type { Schemas } from './api.js';
import { after } from './clock.js';

export type LiveChange = Schemas['PriceChangeEvent'];
export type LiveState = 'closed' | 'connecting' | 'open';

interface Listener {
  readonly changes: (changes: readonly LiveChange[]) => void;
  readonly state: (state: LiveState) => void;
}

/** A collection sends thousands in a second: listeners get them together. */
const batchMs = 1_000;
/** After a refusal, such as too many streams, `EventSource` does not come back by itself. */
const comeBackMs = 60_000;

const listeners = new Set<Listener>();
let stream: EventSource | null = null;
let state: LiveState = 'closed';
let waiting: LiveChange[] = [];
let cancelBatch: (() => void) | null = null;
let cancelReturn: (() => void) | null = null;

const tell = (next: LiveState): void => {
  state = next;
  for (const listener of listeners) listener.state(next);
};

const deliver = (): void => {
  const changes = waiting;
  waiting = [];
  cancelBatch = null;
  for (const listener of listeners) listener.changes(changes);
};

const close = (): void => {
  stream?.close();
  stream = null;
  cancelReturn?.();
  cancelReturn = null;
  tell('closed');
};

const open = (): void => {
  if (stream !== null || listeners.size === 0 || document.hidden) return;
  const opened = new EventSource('/v1/prices/stream');
  stream = opened;
  tell('connecting');
  opened.onopen = () => tell('open');
  opened.onmessage = ({ data }: MessageEvent<string>) => {
    waiting.push(JSON.parse(data) as LiveChange);
    cancelBatch ??= after(batchMs, deliver);
  };
  opened.onerror = () => {
    if (opened.readyState !== EventSource.CLOSED) {
      tell('connecting');
      return;
    }
    close();
    cancelReturn = after(comeBackMs, open);
  };
};

document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));

/** Gives `onChanges` the changes of all prices, together about once a second. Returns whether the stream is open. */
export const useLive = (onChanges: (changes: readonly LiveChange[]) => void): LiveState => {
  const [seen, see] = useState(state);
  const current = useRef(onChanges);
  current.current = onChanges;
  useEffect(() => {
    const listener: Listener = { changes: (changes) => current.current(changes), state: see };
    listeners.add(listener);
    open();
    see(state);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) close();
    };
  }, []);
  return seen;
};

/** Read models follow the log within moments: answers are asked for when the changes pause, and once more in case they lagged. */
const pauseMs = 2_000;
const laterMs = 20_000;

/**
 * Asks queries again whose key begins with one of `names` after prices changed that `concern` the page; without it, any price.
 * While changes do not pause, as during a collection, nothing is asked.
 */
export const useRenewal = (
  names: readonly string[],
  concerns: (change: LiveChange) => boolean = () => true,
): LiveState => {
  const cancels = useRef<readonly (() => void)[]>([]);
  const cancel = (): void => cancels.current.forEach((each) => each());
  const renew = (): void => names.forEach((name) => void queries.invalidateQueries({ queryKey: [name] }));
  useEffect(() => cancel, []);
  return useLive((changes) => {
    if (!changes.some(concerns)) return;
    cancel();
    cancels.current = [after(pauseMs, renew), after(laterMs, renew)];
  });
};
