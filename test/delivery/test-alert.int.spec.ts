/** Goal: a sample of an alert speaks of the newest price that its rule is about, and says that it is a sample. */
import { expect } from 'chai';
import { readAlert } from '../../src/alerting/read-alert.js';
import { queueAlertTest } from '../../src/delivery/test-alert.js';
import { priceObserved } from '../../src/domain/prices/price-events.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { priceStream } from '../../src/domain/streams.js';
import { alertRule, metadata, numbers, observation } from '../support/events.js';
import { useDatabase } from '../support/postgres.js';
import { testProjector } from '../support/projector.js';
import { startWebReceiver } from './support/receivers.js';
import { openWorld } from './support/world.js';

describe('the test of an alert', () => {
  const used = useDatabase();

  it('sends a sample of its own printing through its own channels', async () => {
    const receiver = await startWebReceiver();
    used.defer(() => receiver.close());
    const world = await openWorld(used, { ca: receiver.ca });
    const user = await world.user();
    const mine = await world.channel(user, { target: { url: `${receiver.url}/mine` } });
    await world.channel(user, { target: { url: `${receiver.url}/other` } });
    const rule = alertRule({ printing: 'reverse-holofoil' });
    const alert = (await readAlert(world.log, await world.alert(user, { rule, channels: [mine.id] })))!;
    const deps = { database: world.database, queries: world.database, runtime: world.runtime };
    expect(await queueAlertTest(deps, alert)).to.equal(null);
    for (const [printing, cents] of [
      ['Holofoil', 100],
      ['Reverse Holofoil', 350],
    ] as const) {
      const event = priceObserved(observation({ ...numbers(cents), printing: printingOf(printing) }));
      const stream = priceStream('pokemon-517045');
      await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
    }
    await testProjector({ database: world.database, log: world.log }).catchUp();
    expect(await queueAlertTest(deps, alert)).to.have.length(1);
    await world.send();
    expect(receiver.requests.map(({ path }) => path)).to.deep.equal(['/mine']);
    const { data } = JSON.parse(receiver.requests[0]!.body);
    expect(data).to.deep.include({ sample: true, printing: 'Reverse Holofoil', price: 3.5, currency: 'USD' });
  });
});
