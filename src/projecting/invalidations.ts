/**
 * Invalidations of cached answers: the tags that a page of events touched, written in the transaction that writes the
 * rows. Rejected: notifying caches after the commit, because a process that dies in between never does. Rejected: the
 * tags as the payload of NOTIFY, because a disconnected listener loses it and it holds 8,000 bytes.
 */
import type { LedgerEvent, LogPosition } from '../domain/envelope.js';
import { cardScopedSources } from '../domain/source.js';
import { categoryOfStream } from '../domain/streams.js';
import { limits } from '../base/limits.js';
import type { Client } from '../postgres/database.js';
import { cardTag, pastTag, setTag, snapshotsTag } from './invalidation-tags.js';

/** Channel notified when a read model moved; the invalidations are in the table. */
export const projectedChannel = 'ledger_projected';

/** The newest stamp of each source for which `snapshotsTag` was published. */
type Stamps = ReadonlyMap<string, string>;

export interface InvalidatedTags {
  /** `null` for more than limits.touchedTagsMax tags: everything is invalidated. */
  readonly tags: readonly string[] | null;
  readonly stamps: Stamps;
}

/** A listing counts from the stamp of its run on, which its event does not name, and a merge on all days. */
const countsFromUnknown: ReadonlySet<string> = new Set([
  'CollectionStarted',
  'CardListed',
  'CardRevised',
  'CardWithdrawn',
  'CardMerged',
]);

/**
 * Returns whether the event may change what stood limits.pastAfterMs ago. It is recorded after the newest snapshot, so what it
 * says of the time since then is no past.
 */
const tellsOfPast = ({ type, recorded_at, data }: LedgerEvent): boolean => {
  if (countsFromUnknown.has(type)) return true;
  const at = 'effective_at' in data ? data.effective_at : 'upstream_stamp' in data ? data.upstream_stamp : recorded_at;
  return Date.parse(recorded_at) - Date.parse(at) > limits.pastAfterMs;
};

/**
 * The tags of `events`: `card:…` for a card, its prices and its snapshots, `set:…` for a set and its snapshots, `snapshots` when a
 * source has a newer stamp than `stamps` says, because windows end there. The other snapshots of the same stamp move no
 * window. `past` if one of them may change what stood limits.pastAfterMs ago.
 */
export const invalidatedTags = (events: readonly LedgerEvent[], stamps: Stamps): InvalidatedTags => {
  const tags = new Set<string>();
  const newest = new Map(stamps);
  for (const event of events) {
    const { type, stream, data } = event;
    if (!tags.has(pastTag) && tellsOfPast(event)) tags.add(pastTag);
    const category = categoryOfStream(stream);
    // One more than the limit is enough to exceed it.
    if (tags.size <= limits.touchedTagsMax) {
      const id = stream.slice(category.length + 1);
      if (category === 'card' || category === 'price') tags.add(cardTag(id));
      if (category === 'set') tags.add(setTag(id));
    }
    if (type !== 'SnapshotTaken') continue;
    tags.add(cardScopedSources.includes(data.source) ? cardTag(data.scope) : setTag(data.scope));
    const last = newest.get(data.source);
    if (last !== undefined && Date.parse(last) >= Date.parse(data.upstream_stamp)) continue;
    newest.set(data.source, data.upstream_stamp);
    tags.add(snapshotsTag);
  }
  return { tags: tags.size > limits.touchedTagsMax ? null : [...tags], stamps: newest };
};

/** Writes, in the client's transaction, the invalidations of `events`, after which the read model is at `position`. */
export type PublishInvalidations = (
  client: Client,
  events: readonly LedgerEvent[],
  position: LogPosition,
) => Promise<void>;

/** $1 schema, $2 position, $3 tags */
const touchSql = `
  with touched as (
    insert into projecting.invalidations (read_model, position, tags) values ($1, $2, $3)
  ), trimmed as (
    delete from projecting.invalidations where read_model = $1 and position < (
      select position from projecting.invalidations where read_model = $1 order by position desc offset ${limits.touchesKept} limit 1)
  )
  select pg_notify('${projectedChannel}', '')`;

/** Notifies of a change without rows: an empty page, or tables that were switched. */
export const notifyProjected = async (client: Client): Promise<void> => {
  await client.query(`select pg_notify('${projectedChannel}', '')`);
};

/**
 * Creates the publisher of invalidations for the read model in `schema`. It keeps stamps between pages, so a new one is
 * needed after a failed transaction, as with a fold. A new one takes the first stamp of every source for a newer one: some
 * cached answers are lost, none is wrong.
 */
export const createInvalidationPublisher = (schema: string): PublishInvalidations => {
  let stamps: Stamps = new Map();
  return async (client, events, position) => {
    if (events.length === 0) return notifyProjected(client);
    const touched = invalidatedTags(events, stamps);
    await client.query(touchSql, [schema, position, touched.tags]);
    stamps = touched.stamps;
  };
};
