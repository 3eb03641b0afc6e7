/**
 * Runs the client alone through a failure, in its own process, because the client may end it. Arguments: the scenario and
 * the URLs of two stand-in processes. Prints "survived" if it reaches its end.
 */
import { EventStoreDBClient, jsonEvent, START, streamNameFilter } from '@eventstore/db-client';
import { once } from 'node:events';

const [scenario, first = '', second = ''] = process.argv.slice(2);
const told = async (): Promise<string> => {
  const [message] = (await once(process, 'message')) as [string];
  return message;
};
const event = (): ReturnType<typeof jsonEvent> => jsonEvent({ type: 'Tested', data: {} });

if (scenario === 'late_reply') {
  // The parent has told the second to hold its answers, and the first to drop its connection after a write.
  const [a, b] = [EventStoreDBClient.connectionString(first), EventStoreDBClient.connectionString(second)];
  const waiting = b.appendToStream('test-b', [event()]).then(
    () => 'answered',
    () => 'rejected by the other one',
  );
  process.send?.('sent to the second');
  await told();
  await a.appendToStream('test-a', [event()]).catch(() => undefined);
  process.send?.(await waiting);
  // The parent lets the second answer now.
  await told();
}

if (scenario === 'checkpoint_throws') {
  const client = EventStoreDBClient.connectionString(first);
  const filter = streamNameFilter({
    prefixes: ['test-'],
    checkpointInterval: 1,
    checkpointReached: async () => {
      throw new Error('the database is away');
    },
  });
  for await (const _ of client.subscribeToAll({ fromPosition: START, filter })) process.send?.('event');
}
process.send?.('survived');
