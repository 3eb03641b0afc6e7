/** What the examples of commands are made of: an alert that fired, a watchlist, a row that is held, a task. */
import { ruleOfTerms } from '../../src/alerting/alert-terms.js';
import { insertList } from '../../src/alerting/watchlists/store.js';
import { heldRows } from '../../projections/quarantine/queries.js';
import { uuidFromName } from '../../src/domain/ids.js';
import { printingOf } from '../../src/domain/prices/price-key.js';
import { replaceReviews } from '../../src/matching/reviews.js';
import { requestTask } from '../../src/subscriptions/tasks.js';
import { type ApiFixture, ids, source, stampOf } from './api-fixture.js';
import { numbers, observation } from './events.js';

const alertId = uuidFromName('alert of the examples');
const listId = uuidFromName('watchlist of the examples');
const taskId = uuidFromName('task of the examples');
const reason = 'a typing error of the source';

export interface ExampleCommand {
  readonly path: string;
  readonly body?: object;
  readonly asUser?: true;
  readonly asAdmin?: true;
}

/** In their order: one may show what an earlier one did. `{held}` and `{other}` stand for rows that are held. */
export const commandExamples: Readonly<Record<string, ExampleCommand>> = {
  'get /alerts/{id}': { path: `/alerts/${alertId}`, asUser: true },
  'get /alerts/{id}/history': { path: `/alerts/${alertId}/history`, asUser: true },
  'get /alerts': { path: '/alerts?limit=1', asUser: true },
  'patch /alerts/{id}': { path: `/alerts/${alertId}`, asUser: true, body: { cooldown_seconds: 86_400 } },
  'post /alerts/{id}/pause': { path: `/alerts/${alertId}/pause`, asUser: true },
  'post /alerts/{id}/resume': { path: `/alerts/${alertId}/resume`, asUser: true },
  'get /watchlists': { path: '/watchlists', asUser: true },
  'get /watchlists/{id}': { path: `/watchlists/${listId}`, asUser: true },
  'patch /watchlists/{id}': { path: `/watchlists/${listId}`, asUser: true, body: { name: 'To buy soon' } },
  'get /admin/quarantine': { path: '/admin/quarantine', asAdmin: true },
  'get /admin/matching': { path: '/admin/matching', asAdmin: true },
  'get /admin/projections': { path: '/admin/projections', asAdmin: true },
  'get /admin/parked': { path: '/admin/parked', asAdmin: true },
  'get /admin/tasks/{id}': { path: `/admin/tasks/${taskId}`, asAdmin: true },
  'post /admin/sources/{source}/pause': {
    path: `/admin/sources/${source}/pause`,
    asAdmin: true,
    body: { reason: 'the source asks for a day of rest' },
  },
  'post /admin/sources/{source}/resume': {
    path: `/admin/sources/${source}/resume`,
    asAdmin: true,
    body: { reason: 'the day is over' },
  },
  'post /admin/sources/{source}/limits': {
    path: `/admin/sources/${source}/limits`,
    asAdmin: true,
    body: { requests_a_day: 50, reason: 'the source is slow this week' },
  },
  'post /admin/corrections': {
    path: '/admin/corrections',
    asAdmin: true,
    body: { card_id: ids.box, numbers: { market: 121 }, reason },
  },
  'post /admin/voids': { path: '/admin/voids', asAdmin: true, body: { card_id: ids.moved, at: '2025-08-20', reason } },
};

/** The same of commands that wait for read models: asked after another fold. */
export const settledExamples: Readonly<Record<string, ExampleCommand>> = {
  'post /admin/quarantine/{id}/release': { path: '/admin/quarantine/{held}/release', asAdmin: true, body: { reason } },
  'post /admin/quarantine/{id}/reject': { path: '/admin/quarantine/{other}/reject', asAdmin: true, body: { reason } },
  'post /admin/matching/{system}/{id}/accept': {
    path: '/admin/matching/cardmarket/273574/accept',
    asAdmin: true,
    body: { card_id: ids.lugia, reason: 'the same picture' },
  },
  'post /admin/matching/{system}/{id}/reject': {
    path: '/admin/matching/cardmarket/273575/reject',
    asAdmin: true,
    body: { reason: 'another art' },
  },
  'post /admin/mappings': {
    path: '/admin/mappings',
    asAdmin: true,
    body: { card_id: ids.box, system: 'cardmarket', external_id: '273575', reason: 'the same box' },
  },
  'post /admin/merges': {
    path: '/admin/merges',
    asAdmin: true,
    body: { card_id: ids.parallel, into: ids.manga, reason: 'listed twice' },
  },
};

/** Tells what the examples show, for the user with the id. Returns what stands in the paths. */
export const prepareCommands = async (
  fixture: ApiFixture,
  userId: string,
): Promise<Readonly<Record<'{held}' | '{other}', string>>> => {
  const { database, runtime } = fixture;
  const candidates = [{ card_id: ids.lugia, score: 0.6, reasons: ['name', 'set not named'] }];
  const waits = { game: 'pokemon', name: 'Lugia VSTAR', reason: 'unsure', candidates } as const;
  await replaceReviews(database, {
    system: 'cardmarket',
    of: { ids: [] },
    items: ['273574', '273575'].map((external_id) => ({ external_id, ...waits })),
    at: runtime.now().toISOString(),
  });
  const rule = ruleOfTerms({ card_id: ids.lugia, when: '<= 12 USD', printing: 'holofoil' });
  await fixture.tell('AlertCreated', { alert_id: alertId, owner: userId, channels: [], rule }, userId);
  const key = { card_id: ids.lugia, source, printing: printingOf('Holofoil') };
  await fixture.tell('AlertTriggered', { ...key, alert_id: alertId, rule_version: 1, metric: 'market' }, 'alerter');
  const list = { id: listId, userId, name: 'To buy', rule: null };
  await insertList({ database, runtime }, list, [ids.lugia, ids.box]);
  const subject = { source: 'tcgcsv', sets: ['pokemon-604'] };
  await requestTask({ database, runtime }, { id: taskId, kind: 'collection', subject, requested_by: userId });
  const held = { ...key, card_id: ids.revised };
  for (const [day, cents] of [
    ['2025-10-01', 90_000],
    ['2025-10-02', 80_000],
  ] as const) {
    const effective_at = stampOf(day);
    const row = observation({ ...held, ...numbers(cents), effective_at });
    await fixture.tell('ObservationQuarantined', { observation: row, effective_at });
  }
  await fixture.fold();
  const { rows } = await heldRows(database, { cardId: ids.revised, limit: 2, offset: 0 });
  const [second, first] = rows.map(({ quarantine_id }) => quarantine_id);
  return { '{held}': first ?? '', '{other}': second ?? '' };
};
