/**
 * The troubles of sources that last, in their table. What begins and ends is queued in the same transaction: each is told once,
 * whatever process dies.
 */
import { uuidFromName } from '../../domain/ids.js';
import { instantOf } from '../../domain/instant.js';
import { isSimulated } from '../../domain/source.js';
import { storableText } from '../../domain/text.js';
import type { Client, Database, Reader, Row } from '../../postgres/database.js';
import type { TroubleContent } from '../notification.js';
import { enqueue } from '../queue.js';
import { holdMs, type Trouble, type TroubleKind } from './judge.js';
import { operatorChannelId } from './operator-channel.js';

interface Stored extends Row {
  readonly kind: TroubleKind;
  readonly seen_at: string;
  /** `null`: not told yet. */
  readonly told_at: string | null;
  readonly detail: string;
}

/** Something to tell. */
export interface TroubleNews extends Trouble {
  readonly source: string;
  readonly state: 'began' | 'ended';
  readonly since: string;
}

const contentOf = ({ source, kind, state, since, detail }: TroubleNews, at: string): TroubleContent => ({
  ...{ type: 'source.trouble', source, trouble: kind, state, since },
  ended_at: state === 'ended' ? at : null,
  ...{ detail, simulated: isSimulated(source) },
});

/** Queues what is to be told to the operator's channel, if there is one. */
const tell = (client: Client, news: readonly TroubleNews[], at: string): Promise<void> =>
  enqueue(
    client,
    news.map((one) => {
      const content = contentOf(one, at);
      const eventId = uuidFromName(`trouble ${one.source} ${one.kind} ${one.since} ${one.state}`);
      return {
        ...{
          id: uuidFromName(`notification ${eventId}`),
          userId: null,
          channelId: operatorChannelId,
          type: content.type,
        },
        ...{ eventId, alertId: null, content, dueAt: at, digest: false, createdAt: at, cancelled: null },
      };
    }),
  );

/** Compares what is seen now with what lasts. */
const compare = (source: string, seen: readonly Trouble[], stored: readonly Stored[], now: Date) => {
  const before = new Map(stored.map((one) => [one.kind, one]));
  const kinds = new Set(seen.map(({ kind }) => kind));
  const lasting = seen.map(({ kind, detail }) => {
    const { seen_at = instantOf(now), told_at = null } = before.get(kind) ?? {};
    const isDue = now.getTime() - Date.parse(seen_at) >= (holdMs[kind] ?? 0);
    return { source, kind, detail, seen_at, told_at: told_at ?? (isDue ? instantOf(now) : null), was: told_at };
  });
  const over = stored.filter(({ kind }) => !kinds.has(kind));
  const newsOf = (
    state: TroubleNews['state'],
    { kind, seen_at, detail }: Pick<Stored, 'kind' | 'seen_at' | 'detail'>,
  ): TroubleNews => ({
    ...{ source, kind, state, since: seen_at, detail },
  });
  const news = [
    ...lasting.flatMap((one) => (one.was === null && one.told_at !== null ? [newsOf('began', one)] : [])),
    ...over.flatMap((one) => (one.told_at === null ? [] : [newsOf('ended', one)])),
  ];
  return { lasting, news };
};

/** Writes down what is seen of a source now, and queues what is new of it. Returns what is new. */
export const noteTroubles = (
  database: Database,
  source: string,
  seen: readonly Trouble[],
  now: Date,
): Promise<readonly TroubleNews[]> =>
  database.transaction(async (client) => {
    const { rows } = await client.query<Stored>(
      'select kind, seen_at, told_at, detail from delivery.source_troubles where source = $1 for update',
      [source],
    );
    const { lasting, news } = compare(source, seen, rows, now);
    await client.query('delete from delivery.source_troubles where source = $1', [source]);
    for (const { kind, detail, seen_at, told_at } of lasting) {
      await client.query(
        'insert into delivery.source_troubles (source, kind, detail, seen_at, told_at) values ($1, $2, $3, $4, $5)',
        [source, kind, storableText(detail), seen_at, told_at],
      );
    }
    await tell(client, news, instantOf(now));
    return news;
  });

/** Forgets the sources that are no longer collected, and their troubles. */
export const forgetOthers = async (database: Database, sources: readonly string[]): Promise<void> => {
  await database.query('delete from delivery.source_troubles where source <> all($1::text[])', [sources]);
  await database.query('delete from delivery.watched_sources where source <> all($1::text[])', [sources]);
};

/** Returns since when a source is watched: from now on, if it was not. */
export const watchedSince = async (database: Database, source: string, now: Date): Promise<string> => {
  await database.query('insert into delivery.watched_sources (source, since) values ($1, $2) on conflict do nothing', [
    source,
    instantOf(now),
  ]);
  const [row] = await database.query<{ since: string }>(
    'select since from delivery.watched_sources where source = $1',
    [source],
  );
  return row?.since ?? instantOf(now);
};

/** Returns the troubles that were told and last. */
export const lastingTroubles = (database: Reader): Promise<{ readonly source: string; readonly kind: TroubleKind }[]> =>
  database.query<{ source: string; kind: TroubleKind } & Row>(
    'select source, kind from delivery.source_troubles where told_at is not null order by source, kind',
  );
