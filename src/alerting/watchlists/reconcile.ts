/**
 * Makes, changes and deletes the alerts that watchlists want. The tables say what is wanted and what was done; every step can be
 * done twice. So a process that dies between the two leaves nothing wrong for longer than the next look.
 */
import { inParallel } from '../../base/async/parallel.js';
import { isLedgerError, isTransient, type LedgerError } from '../../base/errors.js';
import type { AlertRule } from '../../domain/alerts/rule.js';
import type { LogPosition } from '../../domain/envelope.js';
import type { Database, Row } from '../../postgres/database.js';
import {
  changeAlert,
  type CommandDeps,
  type CommandResult,
  createAlert,
  deleteAlert,
  deleteAlertIfThere,
} from '../commands.js';
import { readAlert } from '../read-alert.js';

/** Returns the rule of a list on one of its cards. Throws a LedgerError if it makes none there. */
export type RuleOnCard = (cardId: string, rule: object) => Promise<AlertRule>;

export interface ReconcileDeps extends CommandDeps {
  readonly database: Pick<Database, 'query'>;
  readonly ruleOnCard: RuleOnCard;
}

interface PendingRow extends Row {
  readonly alert_id: string;
  readonly user_id: string;
  readonly card_id: string;
  readonly wanted: boolean;
  readonly rule_version: number;
  readonly rule: (object & { readonly channels?: readonly string[] }) | null;
  readonly list_rule_version: number | null;
}

/** Alerts under way at once. */
const atOnceMax = 8;
/** Rows of one look. */
const rowsMax = 1_000;

/** Which alerts are looked at: those of a list, or all that nobody has brought in line for some time. */
export type Pending = { readonly userId: string } | { readonly untouchedSince: Date };

const pendingRows = (database: ReconcileDeps['database'], pending: Pending): Promise<PendingRow[]> =>
  database.query<PendingRow>(
    `select a.alert_id, a.user_id, a.card_id, a.wanted, a.rule_version, l.rule, l.rule_version as list_rule_version
     from watchlists.alerts a left join watchlists.lists l on l.id = a.list_id
     where ($1::uuid is null or a.user_id = $1) and ($2::timestamptz is null or a.updated_at <= $2)
       and (not a.wanted or l.id is null or a.rule_version < l.rule_version)
     order by a.updated_at, a.alert_id limit ${rowsMax}`,
    'userId' in pending ? [pending.userId, null] : [null, pending.untouchedSince.toISOString()],
  );

const remove = async (
  deps: ReconcileDeps,
  { alert_id: alertId, user_id: actor }: PendingRow,
): Promise<LogPosition | null> => {
  const done = await deleteAlertIfThere(deps, { alertId, actor });
  await deps.database.query('delete from watchlists.alerts where alert_id = $1 and not wanted', [alertId]);
  return done?.position ?? null;
};

const make = async (deps: ReconcileDeps, row: PendingRow, rule: AlertRule): Promise<CommandResult> => {
  const { alert_id: alertId, user_id: owner } = row;
  const channels = row.rule?.channels ?? [];
  const isMade = (await readAlert(deps.log, alertId)) !== null;
  if (isMade) return changeAlert(deps, { alertId, actor: owner, rule, channels });
  const given = { alertId, actor: owner, owner, rule, channels };
  try {
    return await createAlert(deps, given);
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'WRONG_EXPECTED_REVISION') throw error;
    // The alert was deleted, by its owner or because an earlier rule made none: a deleted alert is not made again.
    const newId = deps.runtime.uuid();
    await deps.database.query('update watchlists.alerts set alert_id = $2 where alert_id = $1', [alertId, newId]);
    return createAlert(deps, { ...given, alertId: newId });
  }
};

/** Returns the error where the rule makes no alert on the card; throws one that another try can mend. */
const refusalOf = (error: unknown): LedgerError => {
  if (isLedgerError(error) && !isTransient(error)) return error;
  throw error;
};

const bringInLine = async (deps: ReconcileDeps, row: PendingRow): Promise<LogPosition | null> => {
  if (!row.wanted || row.rule === null) return remove(deps, row);
  let problem: string | null = null;
  let position: LogPosition | null = null;
  let alertId = row.alert_id;
  try {
    const rule = await deps.ruleOnCard(row.card_id, row.rule);
    ({ position, alertId } = await make(deps, row, rule));
  } catch (error) {
    problem = refusalOf(error).message;
    // The alert of the rule before is none of this one.
    position = await deleteAlert(deps, { alertId: row.alert_id, actor: row.user_id }).then(
      (done) => done.position,
      () => null,
    );
  }
  await deps.database.query(
    `update watchlists.alerts set rule_version = $2, problem = $3, updated_at = $4
     where alert_id = $1 and rule_version < $2`,
    [alertId, row.list_rule_version, problem, deps.runtime.now().toISOString()],
  );
  return position;
};

/** Brings alerts in line with what is wanted. Returns the position of the last event; `null` if none was needed. */
export const reconcileAlerts = async (deps: ReconcileDeps, pending: Pending): Promise<LogPosition | null> => {
  const rows = await pendingRows(deps.database, pending);
  const positions = await inParallel(rows, atOnceMax, (row) => bringInLine(deps, row));
  return positions.reduce((last, position) => (last === null || (position ?? '') > last ? position : last), null);
};
