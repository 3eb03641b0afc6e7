/** Goal: a back-test makes the decisions of a live alert, from the start of its period to the end. */
import { expect } from 'chai';
import { backtest, type BacktestDecision } from '../../src/alerting/backtest.js';
import type { EventData } from '../../src/domain/events.js';
import { errorCode } from '../../src/base/errors.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { limits } from '../../src/base/limits.js';
import { allEvents } from '../support/alerter.js';
import { decideAll, noon, type Story, storyEvents } from '../support/alerts.js';
import { alertRule } from '../support/events.js';
import { createFakeRuntime } from '../support/fake-runtime.js';
import { appendTo } from '../support/logs.js';

const logOf = async (story: Story): Promise<EventLog> => {
  const log = createMemoryLog({ runtime: createFakeRuntime() });
  await appendTo(log, storyEvents(story));
  return log;
};
const days = (decisions: readonly BacktestDecision[]): string[] =>
  decisions.map(
    ({ type, data }) => `${data.effective_at.slice(8, 10)} ${type === 'AlertTriggered' ? 'fired' : 'armed'}`,
  );

describe('backtest', () => {
  const rule = alertRule({ when: { type: 'threshold', comparison: '<=', amount: 100 }, hysteresis: null });
  const story: Story = {
    rule,
    days: [
      120,
      90,
      120,
      80,
      { voided: true, on: 4, standing: [120, 3] },
      70,
      { late: 10, on: 1 },
      'withdrawn',
      120,
      60,
    ],
  };

  it('makes the decisions of the alerter, without the id of an alert', async () => {
    const log = await logOf(story);
    const result = await backtest(log, rule);
    const live = decideAll(await allEvents(log)).map(({ type, data }) => {
      const { alert_id: _id, ...rest } = data as EventData<'AlertTriggered'>;
      return { type, data: rest };
    });
    expect(result.decisions).to.deep.equal(live);
    expect(result.decisions.filter(({ type }) => type === 'AlertTriggered')).to.have.length(4);
    expect(result.observations).to.equal(10);
    expect(result.truncated).to.equal(false);
  });

  it('starts with the prices known at the start, and ends before the end', async () => {
    const log = await logOf(story);
    expect(days((await backtest(log, rule, { from: noon(2), to: noon(4) })).decisions)).to.deep.equal([
      '02 fired',
      '03 armed',
    ]);
    const second = await backtest(log, rule, { from: noon(3), to: noon(4) });
    expect(days(second.decisions)).to.deep.equal(['02 fired', '03 armed']);
    expect(second.decisions[0]?.data).to.include({ occasion: 'on_create' });
    expect(second.observations).to.equal(1);
  });

  it('fires on the price that held at the start if none was observed since', async () => {
    const log = await logOf({ rule, days: [120, 90] });
    expect(days((await backtest(log, rule, { from: noon(9) })).decisions)).to.deep.equal(['02 fired']);
    expect((await backtest(log, { ...rule, on_create: 'skip' }, { from: noon(9) })).decisions).to.deep.equal([]);
    expect((await backtest(log, { ...rule, card_id: 'pokemon-1' })).decisions).to.deep.equal([]);
  });

  it('rejects a period that ends before it starts, which would fire on the price at its end', async () => {
    const log = await logOf({ rule, days: [120, 90] });
    for (const [from, to] of [
      [noon(9), noon(3)],
      [noon(3), noon(3)],
    ] as const) {
      const refused = await backtest(log, rule, { from, to }).then(
        () => null,
        (error: unknown) => error as Error,
      );
      expect([errorCode(refused), refused?.message]).to.deep.equal([
        'VALIDATION_FAILED',
        `to: must be after from (${from}), not ${to}`,
      ]);
    }
  });

  it('looks back beyond the start if the rule does', async () => {
    const log = await logOf({ rule, days: [100, 130, 90, 110, 131] });
    const high = alertRule({ when: { type: 'new_high', window_days: 30 }, hysteresis: null });
    expect(days((await backtest(log, high, { from: noon(4) })).decisions)).to.deep.equal(['05 fired']);
  });

  it('returns a bounded number of decisions', async () => {
    const bounds = limits as { backtestFiringsMax: number };
    const before = bounds.backtestFiringsMax;
    bounds.backtestFiringsMax = 2;
    try {
      const result = await backtest(await logOf(story), rule);
      expect(result.decisions).to.have.length(2);
      expect(result.truncated).to.equal(true);
    } finally {
      bounds.backtestFiringsMax = before;
    }
  });
});
