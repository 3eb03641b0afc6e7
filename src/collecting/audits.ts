/** The reports of the weekly audit: the newest can be read, those before it say what is usual. */
import type { QualityAudit, SetAudit, SourceAudit } from '../../projections/coverage/audit.js';
import type { Database, Reader, Row } from '../postgres/database.js';

/** Sets of a report, the worst first. The live audit has all. */
const setsKept = 100;
/** Reports that are kept: a quarter of a year. */
export const auditsKept = 13;

export interface AuditReport extends QualityAudit {
  readonly audited_at: string;
  /** First and last UTC day of the window. */
  readonly from: string;
  readonly to: string;
}

/** Keeps a report, with the worst of its sets. */
export const storeAudit = async (database: Database, report: AuditReport): Promise<void> => {
  const { audited_at, from, to, sources, sets } = report;
  await database.query(
    `insert into collecting.audits (audited_at, first_day, last_day, sources, sets) values ($1, $2, $3, $4, $5)
     on conflict (audited_at) do nothing`,
    [audited_at, from, to, JSON.stringify(sources), JSON.stringify(sets.slice(0, setsKept))],
  );
};

/** Returns the newest reports, the newest first. */
export const newestAudits = (database: Reader, limit: number): Promise<AuditReport[]> =>
  database.query<{ sources: SourceAudit[]; sets: SetAudit[] } & AuditReport & Row>(
    `select audited_at, first_day as from, last_day as to, sources, sets
       from collecting.audits order by audited_at desc limit $1`,
    [limit],
  );

/** Deletes all but the newest reports; returns how many. */
export const forgetAudits = async (database: Database): Promise<number> => {
  const gone = await database.query(
    `delete from collecting.audits where audited_at < (
       select min(audited_at) from (select audited_at from collecting.audits order by audited_at desc limit $1) kept)
     returning audited_at`,
    [auditsKept],
  );
  return gone.length;
};
