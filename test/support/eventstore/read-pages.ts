/**
 * Pages as the server reads them (AllReader, IndexReader): 32 events at a time, filtered ones looked at in windows. Where
 * a page of $all ends is the place of the next record with a prepare position of 0, as the server has it.
 */
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Store, StoredEvent } from './store.js';

export const pageEvents = 32;

export interface Position {
  readonly commit: number;
  readonly prepare: number;
}
export const isBefore = (a: Position, b: Position): boolean =>
  a.commit < b.commit || (a.commit === b.commit && a.prepare < b.prepare);
export const positionOf = ({ position }: StoredEvent): Position => ({ commit: position, prepare: position });

export type Filter = (event: StoredEvent) => boolean;

/** Hides the server's epoch records, which no client reads from $all. */
export const isVisible: Filter = ({ stream }) => stream !== '$epoch-information';

export const filterOf = (options: ReadReq.Options): Filter => {
  const filter = options.getFilter();
  if (filter === undefined) return isVisible;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  const regex = expression?.getRegex() ?? '';
  const prefixes = expression?.getPrefixList() ?? [];
  const matches =
    regex === ''
      ? (text: string) => prefixes.some((prefix) => text.startsWith(prefix))
      : (text: string) => new RegExp(regex).test(text);
  return (event) => isVisible(event) && matches(byStream === undefined ? event.type : event.stream);
};

/** Index of the first event at `from` or after. */
const indexAt = (all: readonly StoredEvent[], from: Position): number => {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(positionOf(all[middle] as StoredEvent), from)) low = middle + 1;
    else high = middle;
  }
  return low;
};

export interface AllPage {
  readonly events: readonly StoredEvent[];
  readonly current: Position;
  readonly next: Position;
  readonly isEnd: boolean;
  readonly looked: number;
}

/** Whether a record begins there: a read at another place fails in the server. */
export const isRecord = (store: Store, { commit }: Position): boolean => {
  const { all } = store;
  const at = indexAt(all, { commit, prepare: 0 });
  return commit >= (all.at(-1)?.next ?? 0) || all[at]?.position === commit;
};

export const readAllForwards = (store: Store, from: Position, filter: Filter, isFiltered: boolean): AllPage => {
  const { all } = store;
  const events: StoredEvent[] = [];
  let next = from;
  let looked = 0;
  for (let at = indexAt(all, from); ; at += 1) {
    const isFull = events.length === pageEvents || (isFiltered && looked === pageEvents);
    if (isFull) return { events, current: from, next, isEnd: false, looked };
    const event = all[at];
    if (event === undefined) return { events, current: from, next, isEnd: true, looked };
    looked += 1;
    if (filter(event)) events.push(event);
    next = { commit: event.next, prepare: 0 };
  }
};

/** `before` null: from the end. */
export function* allBackwards(store: Store, before: Position | null, filter: Filter): Generator<StoredEvent> {
  const { all } = store;
  let at = before === null ? all.length : indexAt(all, before);
  while (at > 0) {
    at -= 1;
    const event = all[at] as StoredEvent;
    if (filter(event)) yield event;
  }
}
