/** The stand-in as a process of its own, for tests that freeze or kill it. Talks to its parent over Node's channel. */
import type { Faults } from './faults.js';
import { startEventStoreStandIn, type StandInOptions } from './server.js';

export type Command =
  | { readonly do: 'break'; readonly faults: Partial<Faults> }
  | { readonly do: 'counts' }
  | { readonly do: 'release' | 'end_subscriptions' | 'drop_connections' };

const options = JSON.parse(process.argv[2] ?? '{}') as StandInOptions;
const server = await startEventStoreStandIn(options);
process.on('message', (command: Command) => {
  switch (command.do) {
    case 'break':
      server.break(command.faults);
      break;
    case 'release':
      server.release();
      break;
    case 'end_subscriptions':
      server.endSubscriptions();
      break;
    case 'drop_connections':
      server.dropConnections();
      break;
    case 'counts':
      break;
  }
  process.send?.({ counts: server.counts });
});
// The parent has ended, and no other process will end this one.
process.on('disconnect', () => process.exit(0));
process.send?.({ port: server.port, url: server.url });
