/** Reads a page of the whole log, a slice of a stream, the head. */
import { type LogPosition } from '../../domain/envelope.js';
import { limits } from '../../base/limits.js';
import type { Database } from '../../postgres/database.js';
import { checkRevision, pageSize } from '../check-read.js';
import { parsePosition, printPosition } from '../numeric-position.js';
import type { EventFilter, EventPage, ReadAllOptions, ReadStreamOptions, StreamSlice } from '../event-log.js';
import { decodePage, packRows, type PackedPage } from './decode-page.js';
import type { Dictionary } from './dictionary.js';

interface Deps {
  readonly database: Database;
  readonly dictionary: Dictionary;
}

const headSql = `select coalesce(max(position), 0) as head from ledger.events`;

/** Returns the position of the last event; `startPosition` if the log is empty. */
export const head = async (database: Database): Promise<LogPosition> => {
  const [row] = await database.query<{ head: number }>(headSql);
  return printPosition(row?.head ?? 0);
};

/**
 * $1 after, $2 window, $3 limit, $4 types, $5 stream prefixes (null: all). Positions have no holes, so a window of them
 * bounds the rows that are read, however few match. The window is an inner limit. Rejected: `position <= $1 + $2`, because
 * Postgres then reads and sorts the whole window even if its first rows fill the page. One statement has one snapshot, so
 * the head is that of the rows.
 */
const pageSql = (filter: EventFilter | undefined): string => `
  select (${headSql}) as head, p.page from (${packRows(`
    select * from (
      select * from ledger.events where position > $1::int8 order by position limit $2::int8
    ) e
    where ${filter?.types === undefined ? '$4::text[] is null' : typeCondition}
      and ${filter?.streamPrefixes === undefined ? '$5::text[] is null' : prefixCondition}
    limit $3::int8`)}) p`;
const typeCondition = `e.type_id = any(array(select t.type_id from ledger.types t where t.name = any($4::text[])))`;
// A sub-select in the condition is an index probe an event. Rejected: a join, which reads all streams for every page.
const prefixCondition = `(select s.name ^@ any($5::text[]) from ledger.streams s where s.stream_id = e.stream_id)`;

/** Reads one page after `options.after`, from at most limits.readWindowPositionsMax positions. */
export const readAll = async (deps: Deps, options: ReadAllOptions): Promise<EventPage> => {
  const after = parsePosition(options.after);
  const limit = pageSize(options.limit);
  const isFiltered = options.filter?.types !== undefined || options.filter?.streamPrefixes !== undefined;
  const window = isFiltered ? limits.readWindowPositionsMax : limit;
  const [row] = await deps.database.query<PackedPage & { head: number }>(pageSql(options.filter), [
    after,
    window,
    limit,
    options.filter?.types ?? null,
    options.filter?.streamPrefixes ?? null,
  ]);
  const { head: end, page } = row as PackedPage & { head: number };
  if (end <= after) return { events: [], position: options.after, atHead: true };
  const events = await decodePage(deps, { page });
  const last = events.at(-1);
  const reached =
    events.length === limit && last !== undefined ? parsePosition(last.position) : Math.min(after + window, end);
  return { events, position: printPosition(reached), atHead: reached === end };
};

const streamHeadSql = `
  select s.stream_id, h.revision
    from ledger.streams s cross join lateral (
      select e.revision from ledger.events e where e.stream_id = s.stream_id order by e.revision desc limit 1
    ) h
    where s.name = $1`;

const sliceSql = (direction: ReadStreamOptions['direction']): string =>
  packRows(`
    select * from ledger.events e
    where e.stream_id = $1::int4 and e.revision ${direction === 'forwards' ? '>=' : '<='} $2::int4 and e.revision <= $3::int4
    order by e.revision ${direction === 'forwards' ? 'asc' : 'desc'} limit $4::int4`);

/** Reads a slice of one stream, as of when its head is read. */
export const readStream = async (deps: Deps, stream: string, options: ReadStreamOptions): Promise<StreamSlice> => {
  checkRevision(options.fromRevision);
  const limit = pageSize(options.limit);
  const [streamHead] = await deps.database.query<{ stream_id: number; revision: number }>(streamHeadSql, [stream]);
  if (streamHead === undefined) return { outcome: 'stream_not_found' };
  const from = options.fromRevision ?? (options.direction === 'forwards' ? 0 : streamHead.revision);
  const [page] = await deps.database.query<PackedPage>(sliceSql(options.direction), [
    streamHead.stream_id,
    // A revision beyond the last one may not fit an int4.
    Math.min(from, streamHead.revision + 1),
    streamHead.revision,
    limit,
  ]);
  return { outcome: 'read', events: await decodePage(deps, page as PackedPage), lastRevision: streamHead.revision };
};
