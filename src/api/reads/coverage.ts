import { Controller, Get, Queries, Request, Response, Route, SuccessResponse, Tags } from '@tsoa/runtime';
import type { Request as HttpRequest } from 'express';
import { resolveSet } from '../../../projections/catalog/resolve-set.js';
import {
  assertSourceKnown,
  coverageByDay,
  coverageBySetAndDay,
  type DaySummary,
  isSetKnown,
  omissionsOfRuns,
  recentRuns,
  type Run,
  type RunOmission,
  type SetDay,
} from '../../../projections/coverage/queries.js';
import { auditDays, auditQuality, type SetAudit, type SourceAudit } from '../../../projections/coverage/audit.js';
import { dayWindow } from '../../../projections/coverage/day-window.js';
import { coverageCalendar, type SetCalendar } from '../../../projections/coverage/calendar.js';
import type { Game } from '../../domain/cards/card.js';
import { limits } from '../../base/limits.js';
import { dayMs, dayOf, instantOf } from '../../domain/instant.js';
import type { Database } from '../../postgres/database.js';
import { newestSnapshot } from '../../../projections/coverage/checks.js';
import { listSuspects, type SuspectRow } from '../../../projections/trending/suspect-list.js';
import type { SuspectKind } from '../../domain/prices/cross-check.js';
import { windowModels } from './window-models.js';
import { nextLink, type Pagination, paginationOf } from '../paging.js';
import { instantField, invalidField } from '../params.js';
import type { Problem } from '../problem.js';
import type { ApiDeps } from '../services.js';
import { answerRead } from './cacheable-read.js';
import type { PageQuery, TableQuery } from './query-parameters.js';

/** Without `from`: the week up to the newest snapshot. */
const defaultDays = 7;
const runsShown = 20;
const omissionsShown = 100;
const suspectsShown = 100;

export interface CoverageQuery extends PageQuery {
  /** Only this source */
  source?: string;
  /** Only this set: its id, code or name */
  set_id?: string;
  /** First day */
  from?: string;
  /** Last day */
  to?: string;
}

export interface CoverageAnswer {
  readonly newest_snapshot: string | null;
  readonly from: string;
  readonly to: string;
  /** Whole days. */
  readonly days: readonly DaySummary[];
  /** Sets by day, missed days included, newest day first. */
  readonly sets: readonly SetDay[];
  readonly pagination: Pagination;
  /** What the runs of these days left out, the newest 100: missing files, rows and fields that could not be read. */
  readonly omissions: readonly RunOmission[];
  /** Prices that now disagree with those of another marketplace, the 100 furthest: /v1/coverage/suspects has all. */
  readonly suspects: readonly SuspectRow[];
  /** The newest collection runs. */
  readonly runs: readonly Run[];
}

/** Without `from`: two months. */
const calendarDays = 60;
const calendarDaysMax = 366;

export interface CalendarQuery extends TableQuery {
  /** Only this source */
  source?: string;
  /** Only this game */
  tcg_type?: Game;
  /** First day */
  from?: string;
  /** Last day */
  to?: string;
}

export interface CalendarAnswer {
  readonly newest_snapshot: string | null;
  /** UTC day of the first letter of each set. */
  readonly from: string;
  readonly to: string;
  /** By name. */
  readonly sets: readonly SetCalendar[];
}

export interface SuspectsQuery extends PageQuery {
  /** Only pairs with a price of this source */
  source?: string;
  /** Only this set: its id, code or name */
  set_id?: string;
  /** Only this game */
  tcg_type?: Game;
  /** Only suspect mappings, or only suspect prices */
  suspect?: SuspectKind;
  /** As the prices stood on this day or at this time */
  as_of?: string;
  /** Use only what the ledger had recorded by this day or time */
  known_at?: string;
}

export interface SuspectsAnswer {
  /** The newest snapshot, or the newest one up to `as_of`, at which the prices are compared; `null` before the first one. */
  readonly as_of: string | null;
  readonly known_at: string | null;
  /** Those furthest from the others of their set first. */
  readonly suspects: readonly SuspectRow[];
  readonly pagination: Pagination;
}

export interface AuditQuery extends PageQuery {
  /** Only this source */
  source?: string;
  /** First day of the window, of which missed days and rows set aside are counted */
  from?: string;
  /** Last day */
  to?: string;
}

export interface AuditAnswer {
  readonly newest_snapshot: string | null;
  readonly from: string;
  readonly to: string;
  readonly sources: readonly SourceAudit[];
  /** Sets with something to look at, the worst first. */
  readonly sets: readonly SetAudit[];
  readonly pagination: Pagination;
}

/** Parses the days of a query. Throws VALIDATION_FAILED. */
const daysField = ({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }) => {
  const first = from === undefined ? undefined : dayOf(instantField('from', from));
  const last = to === undefined ? undefined : dayOf(instantField('to', to, 'end'));
  if (first !== undefined && last !== undefined && first > last) throw invalidField('from', 'no later than to', from);
  return { first, last };
};

/** Returns the id of a set that the catalog lists, or of which there is a snapshot. Throws SET_NOT_FOUND, SET_AMBIGUOUS. */
const setIdOf = async (database: Database, identifier: string): Promise<string> =>
  (await isSetKnown(database, identifier)) ? identifier : resolveSet(database, identifier, { field: 'set_id' });

@Route('coverage')
@Tags('Ledger')
export class CoverageController extends Controller {
  constructor(private readonly services: ApiDeps) {
    super();
  }

  /**
   * What was collected, unchanged, withdrawn, held back and missed, per set and day, and the collection runs. `limit` and `offset`
   * page through `sets`. The window ends at the newest snapshot.
   * @summary Coverage
   */
  @Get()
  @SuccessResponse(200, 'Coverage')
  @Response<Problem>(404, 'Source or set not found')
  public getCoverage(
    @Request() request: HttpRequest,
    @Queries() query: CoverageQuery,
  ): Promise<CoverageAnswer | undefined> {
    const { source, set_id: identifier, from, to, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const { first, last } = daysField({ from, to });
    const { database, runtime } = this.services;
    const options = { models: windowModels, minPosition: min_position };
    return answerRead(this.services, request, options, async (draft) => {
      if (source !== undefined) await assertSourceKnown(database, source);
      const setId = identifier === undefined ? undefined : await setIdOf(database, identifier);
      const newest = await newestSnapshot(database, { source });
      if (last === undefined && newest === null) draft.noStore();
      const window = dayWindow({ first, last }, dayOf(newest ?? runtime.now()), defaultDays);
      const filter = { source, setId, ...window, limit, offset };
      const [{ days: sets, total }, days, omissions, suspects, runs] = await Promise.all([
        coverageBySetAndDay(database, filter),
        coverageByDay(database, filter),
        omissionsOfRuns(database, filter, omissionsShown),
        listSuspects(database, { source, setId, limit: suspectsShown, offset: 0 }),
        recentRuns(database, source, runsShown),
      ]);
      const pagination = paginationOf({ total, limit, offset, count: sets.length });
      if (pagination.has_more) draft.link(nextLink(request, { offset: String(offset + limit) }));
      return {
        newest_snapshot: newest,
        ...window,
        days,
        sets,
        pagination,
        omissions,
        suspects: suspects.suspects,
        runs,
      };
    });
  }

  /**
   * Which sets were collected, changed, unchanged or missed on which days, one letter a day: the calendar of the dashboard. Two months up to the
   * newest snapshot, or up to 366 days.
   * @summary Coverage calendar
   */
  @Get('calendar')
  @SuccessResponse(200, 'Sets by day')
  @Response<Problem>(404, 'Source not found')
  public getCoverageCalendar(
    @Request() request: HttpRequest,
    @Queries() query: CalendarQuery,
  ): Promise<CalendarAnswer | undefined> {
    const { source, tcg_type: game, min_position } = query;
    const { first, last } = daysField(query);
    const { database, runtime } = this.services;
    const options = { models: ['coverage', 'catalog'] as const, minPosition: min_position };
    return answerRead(this.services, request, options, async (draft) => {
      if (source !== undefined) await assertSourceKnown(database, source);
      const newest = await newestSnapshot(database, { source });
      if (last === undefined && newest === null) draft.noStore();
      const { from, to } = dayWindow({ first, last }, dayOf(newest ?? runtime.now()), calendarDays);
      if (Date.parse(to) - Date.parse(from) >= calendarDaysMax * dayMs)
        throw invalidField('from', `at most ${calendarDaysMax} days before to (${to})`, query.from);
      return { newest_snapshot: newest, from, to, sets: await coverageCalendar(database, { source, game, from, to }) };
    });
  }

  /**
   * Market prices that disagree with those of another marketplace: the ratio of the two is compared with those of the other cards of the set,
   * and nothing is converted. Either the card's id at the second marketplace is another card's, or a price is wrong; `reason` says which
   * is likelier, with the figures.
   * @summary Prices and mappings in doubt
   */
  @Get('suspects')
  @SuccessResponse(200, 'Pairs of prices')
  @Response<Problem>(404, 'Source or set not found')
  public getCoverageSuspects(
    @Request() request: HttpRequest,
    @Queries() query: SuspectsQuery,
  ): Promise<SuspectsAnswer | undefined> {
    const { source, set_id: identifier, tcg_type: game, suspect: kind, as_of, known_at } = query;
    const { limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const asOf = as_of === undefined ? undefined : instantField('as_of', as_of, 'end');
    const knownAt = known_at === undefined ? undefined : instantField('known_at', known_at, 'end');
    const { database } = this.services;
    const options = { models: windowModels, minPosition: min_position };
    return answerRead(this.services, request, options, async (draft) => {
      // A new price of one card changes what is ordinary for all cards of its set.
      draft.dependsOnAny(windowModels);
      if (source !== undefined) await assertSourceKnown(database, source);
      const setId = identifier === undefined ? undefined : await setIdOf(database, identifier);
      const filter = { source, setId, game, kind, asOf, knownAt, limit, offset };
      const { suspects, total, endMs } = await listSuspects(database, filter);
      const pagination = paginationOf({ total, limit, offset, count: suspects.length });
      if (pagination.has_more) draft.link(nextLink(request, { offset: String(offset + limit) }));
      const at = endMs === null ? null : instantOf(new Date(endMs));
      return { as_of: at, known_at: knownAt ?? null, suspects, pagination };
    });
  }

  /**
   * The quality of the data by source and set: prices that are stale, set aside or in doubt, cards without a price, prices without a card, days
   * that were missed. Four weeks up to the newest snapshot, or up to 366 days. `limit` and `offset` page through `sets`.
   * @summary Quality audit
   */
  @Get('audit')
  @SuccessResponse(200, 'Counts by source and set')
  @Response<Problem>(404, 'Source not found')
  public getCoverageAudit(
    @Request() request: HttpRequest,
    @Queries() query: AuditQuery,
  ): Promise<AuditAnswer | undefined> {
    const { source, limit = limits.pageLimitDefault, offset = 0, min_position } = query;
    const days = daysField(query);
    const { database, runtime } = this.services;
    const options = { models: windowModels, minPosition: min_position };
    return answerRead(this.services, request, options, async (draft) => {
      // What is stale depends on the clock.
      draft.noStore();
      if (source !== undefined) await assertSourceKnown(database, source);
      const newest = await newestSnapshot(database, { source });
      const window = dayWindow(days, dayOf(newest ?? runtime.now()), auditDays);
      if (Date.parse(window.to) - Date.parse(window.from) >= calendarDaysMax * dayMs)
        throw invalidField('from', `at most ${calendarDaysMax} days before to (${window.to})`, query.from);
      const { sources, sets } = await auditQuality(database, { source, ...window, now: runtime.now() });
      const page = sets.slice(offset, offset + limit);
      const pagination = paginationOf({ total: sets.length, limit, offset, count: page.length });
      if (pagination.has_more) draft.link(nextLink(request, { offset: String(offset + limit) }));
      return { newest_snapshot: newest, ...window, sources, sets: page, pagination };
    });
  }
}
