/** When sets were due: each snapshot of one, and each file of one that the source lacked. A set is expected from the first of them on. */

import { isSetScoped } from './checks.js';

/** A common table expression `due (source, set_id, effective_at)`. */
export const dueSets = `due as (
    select source, set_id, effective_at from coverage.snapshots where ${isSetScoped('source')}
    union all
    select source, set_id, effective_at from coverage.omissions where kind = 'file' and set_id is not null and ${isSetScoped('source')}
  )`;
