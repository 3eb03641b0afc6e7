/**
 * The snapshots behind a page of prices. A collector records a snapshot after its observations. For new observations the
 * publisher therefore waits a moment, but not forever: the collection may have died before.
 */
import { LRUCache } from 'lru-cache';
import type { LedgerEvent, RecordedEvent } from '../domain/envelope.js';
import { instantOf } from '../domain/instant.js';
import { decodeEvent } from '../domain/upcasting.js';
import { limits } from '../base/limits.js';
import type { TopicPublisherDeps, TopicPage } from './topics/topic-publisher.js';
import type { MessageProvenance } from './messages.js';

/** Milliseconds from the recording of a price to the end of the wait for its snapshot, and between two reads of the log. */
export const snapshotWaitMs = 5_000;
export const snapshotPollMs = 100;
/** Snapshots kept in memory. */
const cachedSnapshotsMax = 2_000;

type Snapshots = ReadonlyMap<string, MessageProvenance>;

const stamped = (stamp: string): string => instantOf(new Date(stamp));

const provenanceOf = (event: LedgerEvent): MessageProvenance | null => {
  if (event.type !== 'SnapshotTaken') return null;
  const { url, upstream_stamp, payload_sha256, parser_version } = event.data;
  return { snapshot_id: event.id, url, upstream_stamp: stamped(upstream_stamp), payload_sha256, parser_version };
};

/** Returns the snapshots among events. Skips events that cannot be decoded. */
const readable = (events: readonly RecordedEvent[]): MessageProvenance[] =>
  events.flatMap((event) => {
    try {
      return provenanceOf(decodeEvent(event)) ?? [];
    } catch {
      return [];
    }
  });

/** Creates a cache of snapshots: the observations of one may lie in several pages. */
export const createPageProvenance = (deps: TopicPublisherDeps) => {
  const { log, runtime } = deps;
  const known = new LRUCache<string, MessageProvenance>({ max: cachedSnapshotsMax });

  const askReadModel = async (ids: readonly string[]): Promise<void> => {
    for (const [snapshot_id, found] of await deps.snapshots(ids)) {
      const { source_url: url, upstream_stamp, payload_sha256, parser_version } = found;
      known.set(snapshot_id, {
        snapshot_id,
        url,
        upstream_stamp: stamped(upstream_stamp),
        payload_sha256,
        parser_version,
      });
    }
  };

  /**
   * Reads the log behind the page until `missing` returns nothing. Old snapshots are looked up once, without waiting.
   * Rejected: to wait for the read model, because it may be behind, or on another machine that is down.
   */
  const lookAhead = async (
    page: TopicPage,
    missing: () => string[],
    newest: string,
    signal: AbortSignal,
  ): Promise<void> => {
    const waitMs = snapshotWaitMs;
    const ageMs = runtime.now().getTime() - Date.parse(newest);
    const endMs = runtime.monotonicMs() + Math.min(waitMs, waitMs - ageMs);
    let after = page.position;
    for (;;) {
      const ahead = await log.readAll({ after, filter: { types: ['SnapshotTaken'] }, limit: limits.publishPageEvents });
      for (const found of readable(ahead.events)) known.set(found.snapshot_id, found);
      after = ahead.position;
      const leftMs = endMs - runtime.monotonicMs();
      if (missing().length === 0 || !ahead.atHead || leftMs <= 0) return;
      await runtime.sleep(Math.min(snapshotPollMs, leftMs), signal);
    }
  };

  return {
    /** Returns the snapshots that `idOf` names for the page's events, as far as they are known after the wait. */
    async behind(
      page: TopicPage,
      idOf: (event: LedgerEvent) => string | undefined,
      signal: AbortSignal,
    ): Promise<Snapshots> {
      const named = new Map<string, LedgerEvent>();
      for (const event of page.events) {
        const snapshot = provenanceOf(event);
        if (snapshot !== null) known.set(snapshot.snapshot_id, snapshot);
        const id = idOf(event);
        if (id !== undefined) named.set(id, event);
      }
      const missing = (): string[] => [...named.keys()].filter((id) => !known.has(id));
      const asked = missing();
      if (asked.length > 0) await askReadModel(asked);
      const newest = missing().reduce((latest, id) => {
        const at = named.get(id)?.recorded_at ?? '';
        return at > latest ? at : latest;
      }, '');
      if (newest !== '') await lookAhead(page, missing, newest, signal);
      return new Map(
        [...named.keys()].flatMap((id): [string, MessageProvenance][] => {
          const found = known.get(id);
          return found === undefined ? [] : [[id, found]];
        }),
      );
    },
  };
};
