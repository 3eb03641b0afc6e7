/** Goal: what each command appends, what is rejected with which error, and which of two concurrent commands wins. */
import { expect } from 'chai';
import { readAlert } from '../../src/alerting/read-alert.js';
import {
  changeAlert,
  completeRule,
  createAlert,
  deleteAlert,
  pauseAlert,
  resumeAlert,
} from '../../src/alerting/commands.js';
import type { AlertRuleInput } from '../../src/domain/alerts/rule.js';
import type { EventData, EventType } from '../../src/domain/events.js';
import { alertStream } from '../../src/domain/streams.js';
import { newEvent } from '../../src/domain/upcasting.js';
import { isLedgerError, type LedgerError } from '../../src/base/errors.js';
import type { EventLog } from '../../src/log/event-log.js';
import { createMemoryLog } from '../../src/log/memory/memory-log.js';
import { goodData, metadata } from '../support/events.js';
import { createFakeRuntime, type FakeRuntime } from '../support/fake-runtime.js';

const rule: AlertRuleInput = { card_id: 'pokemon-1', when: { type: 'threshold', comparison: '<=', amount: 100 } };
const by = { actor: 'owner-1' };
const terms = { ...by, owner: 'owner-1', channels: ['channel-1'], rule };

describe('commands on alerts', () => {
  let runtime: FakeRuntime;
  let log: EventLog;
  let deps: { log: EventLog; runtime: FakeRuntime };

  beforeEach(() => {
    runtime = createFakeRuntime();
    log = createMemoryLog({ runtime });
    deps = { log, runtime };
  });

  const rejected = async (work: Promise<unknown>): Promise<LedgerError> => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!isLedgerError(error)) throw new Error(`not rejected: ${String(error)}`);
    return error;
  };
  /** Appends an event as the alerter would. */
  const appendDecision = <T extends EventType>(alertId: string, type: T, data: Partial<EventData<T>> = {}) =>
    log.append(
      [
        {
          stream: alertStream(alertId),
          expectedRevision: 'any',
          events: [newEvent(type, runtime.uuid(), { ...goodData[type], alert_id: alertId, ...data } as EventData<T>)],
        },
      ],
      metadata,
    );

  it('create an alert with a complete rule', async () => {
    const { alertId: alert_id, outcome, revision } = await createAlert(deps, terms);
    expect({ outcome, revision }).to.deep.equal({ outcome: 'appended', revision: 0 });
    expect(await readAlert(log, alert_id)).to.deep.equal({
      alertId: alert_id,
      owner: 'owner-1',
      channels: ['channel-1'],
      rule: completeRule(rule),
      ruleVersion: 1,
      expiresAt: null,
      status: 'active',
      revision: 0,
      commandRevision: 0,
    });
    expect(completeRule(rule)).to.deep.include({
      source: '*',
      kind: 'market',
      printing: '*',
      condition: null,
      grade: null,
      language: null,
      currency: 'USD',
      metric: 'market',
      hysteresis: null,
      cooldown_seconds: 0,
      repeat: 'always',
      on_create: 'fire',
    });
  });

  it('create an alert once if sent twice', async () => {
    const alertId = runtime.uuid();
    const first = await createAlert(deps, { ...terms, alertId });
    const again = await createAlert(deps, { ...terms, alertId });
    expect(again).to.deep.equal({ ...first, outcome: 'unchanged' });
    const other = await rejected(createAlert(deps, { ...terms, alertId, owner: 'owner-2' }));
    expect(other.code).to.equal('WRONG_EXPECTED_REVISION');
  });

  it('name the invalid field', async () => {
    const bad: [Parameters<typeof createAlert>[1], string][] = [
      [{ ...terms, rule: { ...rule, when: { type: 'threshold', comparison: '<=', amount: -1 } } }, 'rule.when.amount'],
      [{ ...terms, rule: { ...rule, when: { type: 'threshold', comparison: '<=', amount: 0.5 } } }, 'rule.when.amount'],
      [{ ...terms, rule: { ...rule, when: { type: 'level' } as never } }, 'rule.when.type'],
      [{ ...terms, rule: { ...rule, metric: 'high' as never } }, 'rule.metric'],
      [{ ...terms, rule: { ...rule, card_id: 'x' } }, 'rule.card_id'],
      [{ ...terms, rule: { ...rule, surprise: 1 } as never }, 'rule'],
      [{ ...terms, rule: { ...rule, currency: '*' } }, 'rule.currency'],
      [{ ...terms, rule: { ...rule, hysteresis: { amount: 0 } } }, 'rule.hysteresis.amount'],
      [{ ...terms, rule: { ...rule, cooldown_seconds: -1 } }, 'rule.cooldown_seconds'],
      [
        {
          ...terms,
          rule: {
            ...rule,
            when: { type: 'change', direction: 'up', basis_points: null, amount: null, window_days: null },
          },
        },
        'rule.when.basis_points',
      ],
      [
        {
          ...terms,
          rule: {
            ...rule,
            when: { type: 'change', direction: 'down', basis_points: 10_001, amount: null, window_days: null },
          },
        },
        'rule.when.basis_points',
      ],
      [
        {
          ...terms,
          rule: { ...rule, when: { type: 'availability', becomes: 'available' }, hysteresis: { amount: 5 } },
        },
        'rule.hysteresis',
      ],
      [{ ...terms, rule: { ...rule, when: { type: 'new_high', window_days: 366 } } }, 'rule.when.window_days'],
      [{ ...terms, owner: 'ash@pallet.test' }, 'owner'],
      [{ ...terms, channels: ['https://hooks.test/1'] }, 'channels.0'],
      [{ ...terms, alertId: 'x' }, 'alert_id'],
      [{ ...terms, expiresAt: '2025-09-22T11:59:59Z' }, 'expires_at'],
      [{ ...terms, expiresAt: 'tomorrow' }, 'expires_at'],
      [{ ...terms, expiresAt: '2026-02-30T00:00:00Z' }, 'expires_at'],
    ];
    for (const [input, field] of bad) {
      const error = await rejected(createAlert(deps, input));
      expect(error.code, field).to.equal('VALIDATION_FAILED');
      expect(Object.keys(error.details), error.message).to.deep.equal([field]);
      expect(error.message).to.include(field);
    }
  });

  it('change the given terms, and append nothing if nothing changes', async () => {
    const { alertId: alertId } = await createAlert(deps, terms);
    const changed = await changeAlert(deps, { ...by, alertId, channels: [], expiresAt: '2025-10-01T00:00:00Z' });
    expect(changed.outcome).to.equal('appended');
    expect(await readAlert(log, alertId)).to.deep.include({
      ruleVersion: 2,
      channels: [],
      expiresAt: '2025-10-01T00:00:00Z',
      status: 'active',
    });
    const same = await changeAlert(deps, { ...by, alertId, channels: [], rule });
    expect(same).to.deep.equal({ outcome: 'unchanged', alertId, revision: 1, position: null });
    await changeAlert(deps, { ...by, alertId, rule: { ...rule, repeat: 'once' }, expiresAt: null });
    expect(await readAlert(log, alertId)).to.deep.include({ ruleVersion: 3, expiresAt: null });
    const moved = await rejected(changeAlert(deps, { ...by, alertId, rule: { ...rule, card_id: 'pokemon-2' } }));
    expect(moved.details).to.have.property('rule.card_id');
  });

  it('pause, resume and delete; a second time changes nothing, and a deleted alert is not found', async () => {
    const { alertId: alertId } = await createAlert(deps, terms);
    const on = { ...by, alertId };
    expect((await resumeAlert(deps, on)).outcome).to.equal('unchanged');
    expect((await pauseAlert(deps, on)).outcome).to.equal('appended');
    expect((await pauseAlert(deps, on)).outcome).to.equal('unchanged');
    expect((await readAlert(log, alertId))?.status).to.equal('paused');
    expect((await resumeAlert(deps, on)).outcome).to.equal('appended');
    expect((await deleteAlert(deps, on)).outcome).to.equal('appended');
    expect(await readAlert(log, alertId)).to.equal(null);
    for (const command of [pauseAlert, resumeAlert, deleteAlert, changeAlert]) {
      expect((await rejected(command(deps, on))).code).to.equal('ALERT_NOT_FOUND');
      expect((await rejected(command(deps, { ...by, alertId: 'no such one' }))).code).to.equal('ALERT_NOT_FOUND');
    }
  });

  it('resume an alert that was to fire once; a firing by an earlier rule does not end it', async () => {
    const { alertId: alertId } = await createAlert(deps, { ...terms, rule: { ...rule, repeat: 'once' } });
    await appendDecision(alertId, 'AlertTriggered');
    expect((await readAlert(log, alertId))?.status).to.equal('done');
    await changeAlert(deps, { ...by, alertId, channels: ['channel-2'] });
    expect((await readAlert(log, alertId))?.status).to.equal('done');
    expect((await resumeAlert(deps, { ...by, alertId })).outcome).to.equal('appended');
    await appendDecision(alertId, 'AlertTriggered', { rule_version: 1 });
    expect((await readAlert(log, alertId))?.status).to.equal('active');
    await appendDecision(alertId, 'AlertRearmed');
    expect((await readAlert(log, alertId))?.status).to.equal('active');
  });

  it('are rejected on an expired alert, until a change moves its end', async () => {
    const { alertId: alertId } = await createAlert(deps, { ...terms, expiresAt: '2025-09-23T00:00:00Z' });
    const on = { ...by, alertId };
    await runtime.advance(86_400_000);
    // Before and after the alerter has recorded the end.
    for (const late of [false, true]) {
      if (late) await appendDecision(alertId, 'AlertExpired');
      for (const command of [pauseAlert, resumeAlert])
        expect((await rejected(command(deps, on))).code).to.equal('ALERT_EXPIRED');
      expect((await rejected(changeAlert(deps, { ...on, channels: [] }))).code).to.equal('ALERT_EXPIRED');
    }
    expect((await readAlert(log, alertId))?.status).to.equal('expired');
    expect((await rejected(changeAlert(deps, { ...on, expiresAt: '2025-09-23T11:00:00Z' }))).code).to.equal(
      'VALIDATION_FAILED',
    );
    expect((await changeAlert(deps, { ...on, expiresAt: null })).outcome).to.equal('appended');
    expect((await readAlert(log, alertId))?.status).to.equal('active');
  });

  it('see an end that the alerter has not recorded yet', async () => {
    const { alertId: alertId } = await createAlert(deps, { ...terms, expiresAt: '2025-09-23T00:00:00Z' });
    await runtime.advance(86_400_000);
    for (const type of ['AlertPaused', 'AlertResumed'] as const) {
      await appendDecision(alertId, type);
      expect((await readAlert(log, alertId))?.status, type).to.equal('expired');
    }
  });

  it('are rejected after a later command than the caller saw, not after a firing', async () => {
    const { alertId: alertId } = await createAlert(deps, terms);
    await appendDecision(alertId, 'AlertTriggered');
    expect((await pauseAlert(deps, { ...by, alertId, expectedRevision: 0 })).revision).to.equal(2);
    const stale = await rejected(resumeAlert(deps, { ...by, alertId, expectedRevision: 1 }));
    expect(stale.code).to.equal('WRONG_EXPECTED_REVISION');
    expect(stale.details).to.have.property('expectedRevision');
    const ahead = await rejected(resumeAlert(deps, { ...by, alertId, expectedRevision: 9 }));
    expect(ahead.code).to.equal('WRONG_EXPECTED_REVISION');
    expect((await resumeAlert(deps, { ...by, alertId, expectedRevision: 2 })).outcome).to.equal('appended');
  });

  it('are decided again if the stream moved in between, a bounded number of times', async () => {
    const { alertId: alertId } = await createAlert(deps, terms);
    let moves = 3;
    const busy: EventLog = {
      ...log,
      append: async (appends, meta) => {
        if (moves > 0) await appendDecision(alertId, 'AlertTriggered');
        moves -= 1;
        return log.append(appends, meta);
      },
    };
    expect((await pauseAlert({ log: busy, runtime }, { ...by, alertId })).revision).to.equal(4);
    moves = Infinity;
    expect((await rejected(resumeAlert({ log: busy, runtime }, { ...by, alertId }))).code).to.equal('LOG_BUSY');
  });
});
