/** Events a live projection could not fold. */
import type { RecordedEvent } from '../domain/envelope.js';
import type { Client } from '../postgres/database.js';

/** Parks an event with the reason, in the transaction that moves the checkpoint past it. */
export const park = async (client: Client, schema: string, event: RecordedEvent, reason: string): Promise<void> => {
  await client.query(
    `insert into projecting.dead_letters (schema_name, position, event_id, type, stream, reason)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [schema, event.position, event.id, event.type, event.stream, reason.slice(0, 2_000)],
  );
};
