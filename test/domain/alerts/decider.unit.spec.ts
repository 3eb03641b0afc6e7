/**
 * Goal: every kind of rule and every turn of an alert's life, told as what the price did day by day and what came of it.
 * Prices are market prices in cents; `fired` and `armed` stand by the day of the price that led to them.
 */
import { expect } from 'chai';
import type { AlertRule } from '../../../src/domain/alerts/rule.js';
import { decideAll, firings, type DayEvent, noon, outcome, type Story, storyEvents } from '../../support/alerts.js';
import { alertRule, createRecorder, numbers, observation } from '../../support/events.js';

const at = (comparison: '<=' | '>=' | '<' | '>' | '=', amount: number): AlertRule['when'] => ({
  type: 'threshold',
  comparison,
  amount,
});
const change = (over: Partial<Extract<AlertRule['when'], { type: 'change' }>>): AlertRule['when'] => ({
  type: 'change',
  direction: 'either',
  basis_points: null,
  amount: null,
  window_days: null,
  ...over,
});
const day = 86_400;

type Row = readonly [
  what: string,
  rule: Partial<AlertRule>,
  days: readonly (DayEvent | null)[],
  came: readonly string[],
];

const check = (rows: readonly Row[]): void => {
  for (const [what, rule, days, came] of rows) it(what, () => expect(outcome({ rule, days })).to.deep.equal(came));
};

describe('an alert on a threshold', () => {
  check([
    ['fires on the crossing, not on the level', { when: at('<=', 100) }, [120, 100, 90, 95], ['2: fired']],
    ['takes the point itself with <=, not with <', { when: at('<', 100) }, [120, 100, 99], ['3: fired']],
    ['upwards with >=', { when: at('>=', 100) }, [90, 100, 110], ['2: fired']],
    ['upwards with >', { when: at('>', 100) }, [90, 100, 101], ['3: fired']],
    ['on one price with =', { when: at('=', 100) }, [90, 100, 101, 100], ['2: fired', '3: armed', '4: fired']],
    ['fires on the first price ever seen', { when: at('<=', 100) }, [90], ['1: fired']],
    [
      'is armed anew by leaving, and fires again',
      { when: at('<=', 100) },
      [120, 90, 110, 80],
      ['2: fired', '3: armed', '4: fired'],
    ],
    [
      'says nothing of a price that wobbles round the point, with hysteresis',
      { when: at('<=', 21_800), hysteresis: { basis_points: 100 } },
      [22_500, 21_800, 21_900, 21_850, 21_790, 22_018],
      ['2: fired'],
    ],
    [
      'is armed by the first price beyond the band, in percent',
      { when: at('<=', 21_800), hysteresis: { basis_points: 100 } },
      [22_500, 21_800, 22_019, 21_700],
      ['2: fired', '3: armed', '4: fired'],
    ],
    [
      'and in money',
      { when: at('<=', 100), hysteresis: { amount: 10 } },
      [120, 100, 110, 100, 111, 100],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'downwards too',
      { when: at('>=', 100), hysteresis: { amount: 10 } },
      [80, 100, 90, 100, 89, 100],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'around one price',
      { when: at('=', 100), hysteresis: { amount: 5 } },
      [90, 100, 104, 100, 94, 100],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'is not armed by a price that goes missing, nor by a withdrawal',
      { when: at('<=', 100) },
      [120, 90, 'none', 90, 'withdrawn', 90],
      ['2: fired'],
    ],
    ['sees through a gap to the crossing', { when: at('<=', 100) }, [120, 'none', 'withdrawn', 90], ['4: fired']],
    ['looks at another metric when told to', { metric: 'low', when: at('<=', 10) }, [500], ['1: fired']],
    ['never at a metric the source does not show', { metric: 'mid', when: at('<=', 1_000) }, [500, 400], []],
  ]);
});

describe('an alert that cools down', () => {
  check([
    [
      'is silent until the cooldown is over',
      { when: at('<=', 100), cooldown_seconds: 5 * day },
      [120, 90, 120, 90, 120, 120, 120, 90],
      ['2: fired', '7: armed', '8: fired'],
    ],
    [
      'is armed by the time alone, where the band was left before',
      { when: at('<=', 100), cooldown_seconds: 3 * day },
      [120, 90, 120, null, 90],
      ['2: fired', '5: armed', '5: fired'],
    ],
    [
      'has to leave the band anew when it came back within the cooldown',
      { when: at('<=', 100), cooldown_seconds: 3 * day },
      [120, 90, 120, 90, 90, 80, 120, 90],
      ['2: fired', '7: armed', '8: fired'],
    ],
    [
      'counts to the second',
      { when: at('<=', 100), cooldown_seconds: 2 * day + 1 },
      [120, 90, null, 120, 120, 90],
      ['2: fired', '5: armed', '6: fired'],
    ],
  ]);
});

describe('an alert that is made', () => {
  check([
    ['fires at once where the condition holds', { when: at('<=', 100) }, [90, 'created', 85], ['1: fired']],
    [
      'or skips that and waits for the next crossing',
      { when: at('<=', 100), on_create: 'skip' },
      [90, 'created', 85, 120, 80],
      ['4: armed', '5: fired'],
    ],
    ['does not fire where it does not hold', { when: at('<=', 100) }, [120, 'created', 110, 100], ['4: fired']],
    [
      'fires once for two printings, if it is to fire once',
      { when: at('<=', 100), repeat: 'once' },
      [90, { printing: 'Normal', price: 80 }, 'created', 120, 90],
      ['1: fired'],
    ],
    [
      'fires for each otherwise',
      { when: at('<=', 100) },
      [90, { printing: 'Normal', price: 80 }, 'created'],
      ['1: fired', '2: fired'],
    ],
  ]);
  it('says why it fired at once', () => {
    const [fired] = firings({ rule: { when: at('<=', 100) }, days: [90, 'created'] });
    expect(fired?.occasion).to.equal('on_create');
    expect(fired?.previous?.event_id).to.not.equal(fired?.triggering.event_id);
    expect(fired?.previous?.price).to.equal(90);
    expect(fired?.triggering.position).to.equal('0000000000000002');
  });
});

describe('an alert that is to fire once', () => {
  check([
    ['is done then', { when: at('<=', 100), repeat: 'once' }, [120, 90, 120, 90], ['2: fired']],
    [
      'and armed again by being resumed, silently',
      { when: at('<=', 100), repeat: 'once' },
      [120, 90, { command: 'resumed' }, 85, 120, 80],
      ['2: fired', '5: armed', '6: fired'],
    ],
    [
      'or by another rule, as if new',
      { when: at('<=', 100), repeat: 'once' },
      [120, 90, { changed: { when: at('<=', 95), repeat: 'once' } }, 120, 80],
      ['2: fired', '2: fired'],
    ],
    [
      'but not by a change that leaves the rule alone',
      { when: at('<=', 100), repeat: 'once' },
      [120, 90, { changed: {} }, 120, 80],
      ['2: fired'],
    ],
  ]);
});

describe('an alert on a change', () => {
  const tenPercent = change({ basis_points: 1_000 });
  check([
    [
      'is measured from the price when armed, so that a slow drift fires',
      { when: tenPercent },
      [100, 102, 104, 106, 108, 110],
      ['6: fired'],
    ],
    [
      'and then from the price that fired',
      { when: tenPercent },
      [100, 110, 115, 120, 121],
      ['2: fired', '3: armed', '5: fired'],
    ],
    ['either way', { when: tenPercent }, [100, 90, 95, 99], ['2: fired', '3: armed', '4: fired']],
    ['only upwards', { when: change({ direction: 'up', basis_points: 1_000 }) }, [100, 80, 109, 110], ['4: fired']],
    [
      'only downwards, further drops included',
      { when: change({ direction: 'down', basis_points: 1_000 }) },
      [100, 90, 81, 72],
      ['2: fired', '3: armed', '3: fired', '4: armed', '4: fired'],
    ],
    ['exactly: 1 of 3 is less than 33.34 %', { when: change({ basis_points: 3_334 }) }, [3, 4], []],
    ['exactly: and more than 33.33 %', { when: change({ basis_points: 3_333 }) }, [3, 4], ['2: fired']],
    ['in money', { when: change({ amount: 50 }) }, [1_000, 1_049, 1_050], ['3: fired']],
    [
      'in both, so that cents make no noise',
      { when: change({ basis_points: 1_000, amount: 50 }) },
      [1, 2, 3, 51],
      ['4: fired'],
    ],
    ['never in percent of nothing', { when: change({ basis_points: 1 }) }, [0, 100], []],
    [
      'within a window: from the price at its begin',
      { when: change({ basis_points: 1_000, window_days: 3 }) },
      [100, 102, 104, 106, 108, 110, 112],
      [],
    ],
    [
      'within a window: when it is fast enough',
      { when: change({ basis_points: 1_000, window_days: 3 }) },
      [100, 102, 104, 106, 113, 116],
      ['5: fired', '6: armed'],
    ],
    [
      'within a window that reaches over days without news',
      { when: change({ basis_points: 1_000, window_days: 3 }) },
      [100, null, null, null, null, 111],
      ['6: fired'],
    ],
    [
      'never from before it was made',
      { when: change({ basis_points: 1_000, window_days: 30 }) },
      [100, 108, 'created', 112],
      [],
    ],
    [
      'told after the cooldown what it then amounts to',
      { when: change({ basis_points: 1_000 }), cooldown_seconds: 3 * day },
      [100, 110, 125, 124, 126],
      ['2: fired', '5: armed', '5: fired'],
    ],
    [
      'begins with the first price where there is none',
      { when: tenPercent },
      ['created', 'withdrawn', 100, 109, 110],
      ['5: fired'],
    ],
    [
      'is measured from a corrected price as corrected',
      { when: tenPercent },
      [100, { corrected: 50, on: 1 }, 52, 55],
      ['4: fired'],
    ],
    [
      'and from what stands without a void one',
      { when: tenPercent },
      [100, 200, { voided: true, on: 2, standing: [100, 1] }, 105, 110],
      ['2: fired', '4: armed', '5: fired'],
    ],
  ]);
});

describe('an alert on availability', () => {
  const available: AlertRule['when'] = { type: 'availability', becomes: 'available' };
  const withdrawn: AlertRule['when'] = { type: 'availability', becomes: 'withdrawn' };
  check([
    ['fires when a key is seen for the first time', { when: available }, [100, 110], ['1: fired']],
    [
      'and again when it comes back',
      { when: available },
      [100, 'withdrawn', 100, 90],
      ['1: fired', '2: armed', '3: fired'],
    ],
    ['whether or not it has a market price', { when: available }, ['none'], ['1: fired']],
    [
      'knows what is there already',
      { when: available, on_create: 'skip' },
      [100, 'created', 110, 'withdrawn', 120],
      ['4: armed', '5: fired'],
    ],
    [
      'fires on a withdrawal when told to',
      { when: withdrawn },
      [100, 'withdrawn', 100, 'withdrawn'],
      ['2: fired', '3: armed', '4: fired'],
    ],
    ['counts a release from quarantine', { when: available }, [{ quarantined: 100 }, { released: 100 }], ['2: fired']],
  ]);
});

describe('an alert on a new high or low', () => {
  const high = (window_days: number): AlertRule['when'] => ({ type: 'new_high', window_days });
  const low = (window_days: number): AlertRule['when'] => ({ type: 'new_low', window_days });
  check([
    ['fires above all of the window, not on the first price', { when: high(30) }, [100, 90, 100, 101], ['4: fired']],
    [
      'once for a rally, again after it',
      { when: high(30) },
      [100, 101, 102, 103, 103, 104],
      ['2: fired', '5: armed', '6: fired'],
    ],
    ['forgets what is older than the window', { when: high(3) }, [100, 90, 90, 90, 90, 95], ['6: fired']],
    ['but not what still held when it began', { when: high(3) }, [100, null, null, null, null, 95], []],
    [
      'with hysteresis only after it went well below',
      { when: high(30), hysteresis: { basis_points: 1_000 } },
      [100, 110, 105, 111, 99, 112],
      ['2: fired', '5: armed', '6: fired'],
    ],
    ['downwards', { when: low(30) }, [100, 110, 100, 99], ['4: fired']],
    [
      'looks at what was before it was made',
      { when: high(30), on_create: 'skip' },
      [100, 120, 90, 'created', 110, 121],
      ['6: fired'],
    ],
    ['fires at once on a high that stands', { when: high(30) }, [100, 120, 'created'], ['2: fired']],
    [
      'does not count a void one',
      { when: high(30), on_create: 'skip' },
      [100, 500, { voided: true, on: 2, standing: [100, 1] }, 'created', 101],
      ['5: fired'],
    ],
    ['counts a late one', { when: high(30) }, [100, 90, { late: 300, on: 1 }, 110], []],
  ]);
  it('says what it was compared with, since when that had held and from when prices are known', () => {
    const [fired] = firings({ rule: { when: high(30) }, days: [null, 100, 90, 101] });
    expect(fired?.reference).to.deep.equal({ amount: 100, since: noon(2) });
    expect(fired?.measured_from).to.equal(noon(2));
    const [short] = firings({ rule: { when: high(2) }, days: [100, 90, 90, 90, 95] });
    expect(short?.measured_from).to.equal(noon(3));
  });
});

describe('what is no news to an alert', () => {
  const rule = { when: at('<=', 100) } as const;
  check([
    ['a price of an earlier day', rule, [120, 130, { late: 50, on: 1 }, 125], []],
    ['a price in another currency', rule, [120, { eur: 50 }], []],
    [
      'unless any currency is asked for, each by itself',
      { when: change({ basis_points: 1_000 }), currency: '*' },
      [100, { eur: 50 }, 101, { eur: 60 }],
      ['4: fired'],
    ],
    ['a price in quarantine, until it is released', rule, [120, { quarantined: 50 }, { released: 50 }], ['3: fired']],
    ['a correction of an earlier day', rule, [120, 130, { corrected: 50, on: 1 }], []],
    [
      'a void, whatever it brings back',
      rule,
      [90, 120, { voided: true, on: 2, standing: [90, 1] }, 95],
      ['1: fired', '2: armed'],
    ],
    ['another printing', { ...rule, printing: 'holofoil' }, [120, { printing: 'Normal', price: 50 }], []],
    ['another source', { ...rule, source: 'tcgcsv' }, [120, 50], []],
    ['a card of another condition or grade', { ...rule, condition: 'NM' }, [120, 50], []],
    ['asking prices', { ...rule, kind: 'asking' }, [120, 50], []],
  ]);
});

describe('an alert and the truth of its prices', () => {
  const rule = { when: at('<=', 100) } as const;
  check([
    ['fires on a correction of the newest price', rule, [120, { corrected: 90, on: 1 }], ['1: fired']],
    [
      'is not undone by a void, but armed by what it brings back',
      rule,
      [120, 90, { voided: true, on: 2, standing: [120, 1] }, 95],
      ['2: fired', '4: armed', '4: fired'],
    ],
    [
      'is not undone by a correction either',
      rule,
      [120, 90, { corrected: 119, on: 2 }, 95],
      ['2: fired', '2: armed', '4: fired'],
    ],
    [
      'knows nothing after a void without anything that stands',
      rule,
      [90, { voided: true, on: 1 }, 95, 120, 90],
      ['1: fired', '4: armed', '5: fired'],
    ],
  ]);
});

describe('the life of an alert', () => {
  const rule = { when: at('<=', 100) } as const;
  check([
    [
      'is silent while paused, and about what happened meanwhile',
      rule,
      [120, { command: 'paused' }, 90, { command: 'resumed' }, 85, 120, 80],
      ['6: armed', '7: fired'],
    ],
    ['goes on where nothing was to pause or resume', rule, [120, { command: 'resumed' }, 90], ['3: fired']],
    ['ends with its deletion', rule, [120, { command: 'deleted' }, 90, { command: 'resumed' }, 80], []],
    [
      'begins anew with another rule',
      rule,
      [120, { changed: { when: at('<=', 130) } }, 140, 125],
      ['1: fired', '3: armed', '4: fired'],
    ],
    [
      'stays paused when it is changed',
      rule,
      [120, { command: 'paused' }, { changed: { when: at('<=', 130) } }, 90],
      [],
    ],
  ]);

  const until = (expires_at: string, days: Story['days'], over: Partial<AlertRule> = {}): string[] =>
    outcome({ rule: { ...rule, ...over }, days, expires_at });
  it('ends when its time has come, by the time of the log', () => {
    // Each is recorded an hour after noon of its day.
    expect(until('2025-09-02T13:30:00Z', [120, 90])).to.deep.equal(['2: fired']);
    expect(until('2025-09-02T12:30:00Z', [120, 90, 120])).to.deep.equal(['expired']);
    expect(until('2025-09-02T12:59:00Z', [120, null, 90])).to.deep.equal(['expired']);
    expect(until('2025-09-02T12:59:00Z', [120, { command: 'paused' }, 90])).to.deep.equal(['expired']);
    expect(until('2025-09-02T12:59:00Z', [120, null, { eur: 90 }])).to.deep.equal(['expired']);
  });
  it('never begins when that is over', () => {
    expect(until('2025-09-01T12:59:00Z', [90, 'created', 85])).to.deep.equal(['expired']);
  });
  it('goes on when a change moves its end, silently', () => {
    const later = { changed: {}, expires_at: null };
    expect(until('2025-09-02T12:29:00Z', [120, 90, later, 85, 120, 80])).to.deep.equal([
      'expired',
      '5: armed',
      '6: fired',
    ]);
    expect(until('2025-09-02T12:29:00Z', [120, 90, { command: 'resumed' }, 85, 120, 80])).to.deep.equal(['expired']);
    expect(
      until('2025-09-03T12:29:00Z', [120, 90, null, { command: 'resumed' }, 120, 80], { repeat: 'once' }),
    ).to.deep.equal(['2: fired', 'expired']);
  });
});

describe('a firing', () => {
  it('says everything that it followed from', () => {
    const [fired] = firings({ rule: { when: at('<=', 100) }, days: [120, 90] });
    expect(fired).to.deep.include({
      rule_version: 1,
      card_id: 'pokemon-517045',
      source: 'sandbox-tcgcsv',
      printing: { name: 'Holofoil', slug: 'holofoil' },
      currency: 'USD',
      metric: 'market',
      price: 90,
      effective_at: noon(2),
      occasion: 'crossing',
      reference: { amount: 100, since: null },
      measured_from: null,
    });
    expect(fired?.previous).to.deep.include({ price: 120, effective_at: noon(1), position: '0000000000000002' });
    expect(fired?.triggering.position).to.equal('0000000000000003');
  });

  it('has an id that follows from the alert and the event', () => {
    const story: Story = { rule: { when: at('<=', 100) }, days: [120, 90, 120, 80] };
    const ids = decideAll(storyEvents(story)).map(({ id }) => id);
    expect(new Set(ids)).to.have.length(3);
    expect(decideAll(storyEvents(story)).map(({ id }) => id)).to.deep.equal(ids);
  });

  it('names what a change was measured from', () => {
    const [drift] = firings({ rule: { when: change({ basis_points: 1_000 }) }, days: [100, 105, 110] });
    expect(drift).to.deep.include({ reference: { amount: 100, since: noon(1) }, measured_from: noon(1) });
    expect(drift?.previous?.price).to.equal(105);
    const [slid] = firings({
      rule: { when: change({ basis_points: 1_000, window_days: 2 }) },
      days: [100, 105, 106, 107, 120],
    });
    expect(slid).to.deep.include({ reference: { amount: 106, since: noon(3) }, measured_from: noon(3) });
  });
});

describe('cards that are merged', () => {
  it('take their alerts along, silently; prices of the old card are theirs no more', () => {
    const recorder = createRecorder(noon(1));
    const { record, events } = recorder;
    const rule = alertRule({ card_id: 'pokemon-1', when: at('<=', 100), hysteresis: null });
    const see = (card_id: string, market: number, on: number) =>
      record('PriceObserved', observation({ card_id, ...numbers(market), effective_at: noon(on) }));
    see('pokemon-3', 50, 1);
    record('AlertCreated', { rule });
    record('CardMerged', { card_id: 'pokemon-2', merged_into: 'pokemon-3' });
    record('CardMerged', { card_id: 'pokemon-1', merged_into: 'pokemon-2' });
    // In a circle, and once more: the first word stands.
    record('CardMerged', { card_id: 'pokemon-3', merged_into: 'pokemon-1' });
    record('CardMerged', { card_id: 'pokemon-1', merged_into: 'pokemon-9' });
    see('pokemon-1', 90, 2);
    see('pokemon-3', 90, 2);
    expect(decideAll(events)).to.deep.equal([]);
    see('pokemon-3', 120, 3);
    see('pokemon-3', 80, 4);
    const came = decideAll(events);
    expect(came.map(({ type }) => type)).to.deep.equal(['AlertRearmed', 'AlertTriggered']);
    expect(came[1]?.data['card_id']).to.equal('pokemon-3');
  });
});
