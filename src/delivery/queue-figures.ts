/** The queue in figures, for metrics and `doctor`. */
import type { Reader } from '../postgres/database.js';

export interface QueueFigures {
  /** Notifications that are to be sent, now or later. */
  readonly waiting: number;
  /** Seconds that the one that waits longest is past its time; 0: none is. */
  readonly overdueS: number;
  /** Given up within the last day. */
  readonly failed: number;
}

const dayMs = 86_400_000;

/** $1 now, $2 a day before */
const figuresSql = `
  select (select count(*) from delivery.notifications where state = 'waiting')::int4 as waiting,
         (select greatest(0, extract(epoch from $1::timestamptz - min(due_at))) from delivery.notifications
           where state = 'waiting')::float8 as overdue_s,
         (select count(*) from delivery.notifications where state = 'failed' and finished_at > $2)::int4 as failed`;

export const queueFigures = async (database: Reader, now: Date): Promise<QueueFigures> => {
  const before = new Date(now.getTime() - dayMs).toISOString();
  const [row] = await database.query<{ waiting: number; overdue_s: number | null; failed: number }>(figuresSql, [
    now.toISOString(),
    before,
  ]);
  return { waiting: row?.waiting ?? 0, overdueS: row?.overdue_s ?? 0, failed: row?.failed ?? 0 };
};
