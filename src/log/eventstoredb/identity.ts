/**
 * The id of a log on EventStoreDB: the id of the first event in a stream of its own, written once. Its metadata is not a
 * ledger's, so no reader of the log takes it for an event of the ledger.
 */
import type { Runtime } from '../../base/runtime.js';
import type { AppendCalls } from './append-call.js';
import type { ReadContext } from './context.js';
import { idAndRevisionOf } from './event-codec.js';
import { BatchAppendReq, UUID } from './grpc-messages.js';
import { messagesOf, streamRequest } from './read-call.js';

const stream = 'ledger-identity';
const type = 'LedgerIdentity';

const readIdentity = async ({ connection, runtime }: ReadContext): Promise<string | null> => {
  const request = streamRequest(stream, { direction: 'forwards', from: null, count: 1 });
  for await (const messages of messagesOf(connection, runtime, request)) {
    for (const message of messages) {
      const event = idAndRevisionOf(message);
      if (event !== null) return event.id;
    }
  }
  return null;
};

const proposed = (uuid: string): InstanceType<typeof BatchAppendReq.ProposedMessage> => {
  const message = new BatchAppendReq.ProposedMessage();
  const id = new UUID();
  id.setString(uuid);
  message.setId(id);
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(new Uint8Array(Buffer.from('{}')));
  return message;
};

/** Returns the id of the log; makes one if it has none. Of two processes that do so at once, both return the first one's. */
export const logIdentity = async ({
  read,
  calls,
  runtime,
}: {
  readonly read: ReadContext;
  readonly calls: AppendCalls;
  readonly runtime: Runtime;
}): Promise<string> => {
  const known = await readIdentity(read);
  if (known !== null) return known;
  const answer = await calls.send({ stream, expected: -1, events: { messages: [proposed(runtime.uuid())], bytes: 0 } });
  const made = await readIdentity(read);
  if (made !== null) return made;
  if (answer.kind === 'unknown' || answer.kind === 'rejected') throw answer.error;
  throw new Error(`${stream} is empty`);
};
