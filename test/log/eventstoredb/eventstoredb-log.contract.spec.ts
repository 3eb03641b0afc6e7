/** The contract on the stand-in, and on the server of EVENTSTORE_URL if it is set. */
import { createEventStoreLog } from '../../../src/log/eventstoredb/eventstoredb-log.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { type StandIn, startEventStoreStandIn } from '../../support/eventstore/server.js';
import { eventLogContract } from '../contract.js';

const runtime = systemRuntime();
const weaker = { idsAreUniqueInLog: false, findsTimes: false };

let standIn: Promise<StandIn> | undefined;
let users = 0;

eventLogContract(
  'EventStoreDB stand-in',
  async () => {
    users += 1;
    // One for all logs of the suite: the second of them must find the first one's events.
    const server = await (standIn ??= startEventStoreStandIn());
    return {
      log: createEventStoreLog({ url: server.url, runtime }),
      close: async () => {
        users -= 1;
        if (users === 0) await server.stop();
      },
    };
  },
  weaker,
);

const url = process.env['EVENTSTORE_URL'];
if (url !== undefined && url !== '') {
  eventLogContract(
    'EventStoreDB',
    async () => ({ log: createEventStoreLog({ url, runtime }), close: async () => undefined }),
    weaker,
  );
}
