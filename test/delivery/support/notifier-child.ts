/**
 * Alerter and notifier as a process of their own, on the database URL, until it is killed: `DATABASE KIND CA`. `hasty`: its
 * feeder moves the checkpoint before it queues, and dies in between at its second page.
 */
import { readFileSync } from 'node:fs';
import { alerterSubscriber } from '../../../src/alerting/alerter.js';
import { silentLogger } from '../../../src/base/logger.js';
import { systemRuntime } from '../../../src/base/runtime.js';
import { feederSubscriber } from '../../../src/delivery/feeder.js';
import { createNetworkGuard, parseNetworks } from '../../../src/delivery/network-guard.js';
import { runNotifier } from '../../../src/delivery/notifier.js';
import { createPostgresLog } from '../../../src/log/postgres/postgres-log.js';
import { openDatabase } from '../../../src/postgres/database.js';
import { createInProcessSink } from '../../../src/publishing/in-process/in-process-sink.js';
import { runSubscribers, type Subscriber } from '../../../src/subscriptions/subscriber.js';

const [url = '', kind = 'honest', caFile = ''] = process.argv.slice(2);
const runtime = systemRuntime();
const database = openDatabase({ url, application: 'test notifier child', connectionsMax: 8 });
const log = createPostgresLog({ database, runtime });
const parsed = parseNetworks(['127.0.0.0/8']);
const guard = createNetworkGuard('networks' in parsed ? parsed.networks : []);
const deps = { database, queries: database, log, runtime, logger: silentLogger, holder: `child ${process.pid}` };

/** Moves the checkpoint first. */
const hasty = (subscriber: Subscriber): Subscriber => {
  let pages = 0;
  return {
    ...subscriber,
    async start(holding) {
      const process_ = await subscriber.start(holding);
      return (batch) =>
        process_({
          ...batch,
          async commit(write, upTo) {
            await batch.commit(undefined, upTo);
            if (batch.events.length > 0 && (pages += 1) === 2) process.kill(process.pid, 'SIGKILL');
            if (write !== undefined) await database.transaction(write);
          },
        });
    },
  };
};

const feeder = feederSubscriber(deps);
const never = new AbortController().signal;
await Promise.all([
  runSubscribers(deps, [alerterSubscriber(deps), kind === 'hasty' ? hasty(feeder) : feeder], never),
  runNotifier(
    {
      ...deps,
      ...{ sink: createInProcessSink(), mailer: undefined, publicUrl: 'https://cards.example' },
      agent: { guard, ca: readFileSync(caFile, 'utf8') },
      keptMs: 90 * 86_400_000,
    },
    never,
  ),
]);
