/**
 * Deletes the alerts of users whose accounts were erased. Rejected: doing it while an account is erased, because an alert that
 * no read model shows yet would stay, and a process that dies in between would leave the rest.
 */
import { alertsOfErasedUsers } from '../../projections/alerts/queries.js';
import type { Reader } from '../postgres/database.js';
import { type CommandDeps, deleteAlertIfThere } from './commands.js';

/** Alerts of one look. */
const alertsMax = 1_000;

/** Deletes what there is now; alerts that were deleted since the read model was folded are passed over. */
export const deleteAlertsOfErased = async (deps: CommandDeps & { readonly database: Reader }): Promise<void> => {
  for (const alertId of await alertsOfErasedUsers(deps.database, alertsMax))
    await deleteAlertIfThere(deps, { alertId, actor: 'erasure' });
};
