/** Goal: alerts follow what people put right. What fired stays fired; a correction is a price, a void is none. */
import { expect } from 'chai';
import { createAlert } from '../../src/alerting/commands.js';
import { silentLogger } from '../../src/base/logger.js';
import { mergeCards } from '../../src/corrections/merge-cards.js';
import { releaseQuarantine } from '../../src/corrections/settle-quarantine.js';
import { observationQuarantined } from '../../src/domain/prices/price-events.js';
import { alertStream, priceStream } from '../../src/domain/streams.js';
import { metadata, numbers, observation } from '../support/events.js';
import { resetAlerter, runAlerterOnce } from '../support/alerter.js';
import { actor, type CorrectionWorld, openCorrections } from './world.js';

const source = 'tcgcsv';
const day = (date: string): string => `2025-10-${date}T20:05:33Z`;

describe('alerts on what is put right', () => {
  let world: CorrectionWorld;
  let card: string;
  let next = 100;
  before(async () => {
    world = await openCorrections('2025-10-25T12:00:00Z');
    await resetAlerter(world.database);
  });
  after(() => world.close());
  beforeEach(() => {
    card = `pokemon-${(next += 1)}`;
  });

  const observe = (date: string, market: number, cardId = card) =>
    world.observe({ card_id: cardId, ...numbers(market), effective_at: day(date) });
  /** Creates an alert that fires at 1.00 or less. */
  const alert = async (): Promise<string> => {
    const rule = { card_id: card, when: { type: 'threshold', comparison: '<=', amount: 100 } } as const;
    const deps = { log: world.log, runtime: world.runtime };
    return (await createAlert(deps, { owner: 'owner-1', channels: [], rule, actor: 'owner-1' })).alertId;
  };
  /** Runs the alerter to the head. Returns the decisions on an alert so far, with their prices. */
  const decisions = async (alertId: string): Promise<[string, unknown][]> => {
    const { database, log, runtime } = world;
    await resetAlerter(database);
    await runAlerterOnce({ database, log, runtime, logger: silentLogger, holder: 'test' });
    return (await world.stream(alertStream(alertId)))
      .filter(({ type }) => type !== 'AlertCreated')
      .map(({ type, data }) => [type, data['price']]);
  };

  it('fires for a correction, keeps the firing when it is voided, and is armed by what stands then', async () => {
    await observe('01', 500);
    const id = await alert();
    const { event_id } = await world.correct(card, {}, { market: '0.90' });
    expect(await decisions(id)).to.deep.equal([['AlertTriggered', 90]]);
    await world.voids(card, { observationId: event_id });
    expect(await decisions(id)).to.deep.equal([
      ['AlertTriggered', 90],
      ['AlertRearmed', 500],
    ]);
    await observe('02', 95);
    expect((await decisions(id)).at(-1)).to.deep.equal(['AlertTriggered', 95]);
  });

  it('does not fire for the price that a void leaves', async () => {
    await observe('01', 90);
    await observe('02', 500);
    const id = await alert();
    await world.voids(card, { at: day('02') });
    expect(await decisions(id)).to.deep.equal([]);
  });

  it('fires for a released row', async () => {
    await observe('01', 500);
    const id = await alert();
    const offered = observation({ card_id: card, source, ...numbers(50), effective_at: day('02') });
    const { effective_at, collection, provenance } = offered;
    const shared = { source, effective_at, collection, provenance };
    const event = observationQuarantined({ ...shared, reason: 'jump', detail: 'far', row: card, observation: offered });
    const stream = priceStream(card);
    await world.log.append([{ stream, expectedRevision: 'any', events: [event] }], metadata);
    expect(await decisions(id)).to.deep.equal([]);
    await releaseQuarantine(world.deps, { quarantineId: event.id, reason: 'looked at', actor });
    expect(await decisions(id)).to.deep.equal([['AlertTriggered', 50]]);
  });

  it('follows a merged card to the one that it is now, without a firing', async () => {
    const other = `pokemon-${(next += 1)}`;
    for (const card_id of [card, other]) await world.tell('CardListed', { card_id });
    await observe('01', 500);
    await observe('01', 90, other);
    const id = await alert();
    await mergeCards(world.deps, { cardId: card, intoCardId: other, reason: 'listed twice', actor });
    await observe('02', 80);
    expect(await decisions(id)).to.deep.equal([]);
    await observe('02', 200, other);
    await observe('03', 85, other);
    expect(await decisions(id)).to.deep.equal([
      ['AlertRearmed', 200],
      ['AlertTriggered', 85],
    ]);
  });
});
