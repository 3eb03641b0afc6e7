/**
 * Goal: a client generated from the document compiles and gets what its types promise. Method: openapi-fetch, typed by
 * openapi-typescript's output, asks every operation of the market; the compiler checks what is read of the answers.
 */
import { expect } from 'chai';
import { replaceReviews } from '../../src/matching/reviews.js';
import createClient, { type Client } from 'openapi-fetch';
import { uuidFromName } from '../../src/domain/ids.js';
import { addChannel } from '../support/channels.js';
import { type ApiFixture, ids, openMarket, sets } from '../support/api-fixture.js';
import { signUp } from '../support/accounts.js';
import { accountCalls } from './accounts/typed-calls.js';
import type { operations, paths } from '../../src/web/generated/api-types.js';
import { readDocument } from '../support/openapi.js';

describe('a typed client', () => {
  let fixture: ApiFixture;
  let client: Client<paths, `application/${string}`>;
  before(async () => {
    fixture = await openMarket();
    client = createClient<paths, `application/${string}`>({ baseUrl: `${fixture.api.url}/v1` });
    admin = { authorization: `Bearer ${(await signUp(fixture, { admin: true })).bearer}` };
  });
  after(() => fixture.close());

  const channelId = uuidFromName('a channel of the client');
  const ofCard = { path: { card_id: ids.lugia } };
  const nobody = '00000000-0000-4000-8000-000000000000';
  let admin: Record<string, string>;
  const anAlert = async (): Promise<string> => {
    const { data } = await client.POST('/alerts', { body: { card_id: ids.box, when: 'available' }, headers: admin });
    return data?.alert_id ?? '';
  };
  const aList = async (): Promise<string> =>
    (await client.POST('/watchlists', { body: { name: 'One' }, headers: admin })).data?.watchlist_id ?? '';

  it('gets typed answers of every operation', async () => {
    const { userId, bearer } = await signUp(fixture);
    const headers = { authorization: `Bearer ${bearer}` };
    await addChannel(fixture, userId, channelId);
    let feed = '';
    const ofChannel = { params: { path: { channel_id: channelId } }, headers };
    const waitsForPerson = () =>
      replaceReviews(fixture.database, {
        system: 'cardmarket',
        of: { ids: [] },
        items: [
          {
            external_id: '77',
            game: 'onepiece',
            name: 'Shanks',
            reason: 'unsure',
            candidates: [{ card_id: ids.manga, score: 0.6, reasons: ['name'] }],
          },
        ],
        at: fixture.runtime.now().toISOString(),
      });
    const asked: Record<keyof operations, () => Promise<unknown>> = {
      async searchCards() {
        const { data } = await client.GET('/cards/search', { params: { query: { q: 'lugia', limit: 1 } } });
        const price: number | null | undefined = data?.cards[0]?.current_price?.market_price;
        expect([data?.cards[0]?.card_id, price]).to.deep.equal([ids.lugia, 15]);
      },
      async getCard() {
        const { data } = await client.GET('/cards/{card_id}', { params: ofCard });
        const name: string | undefined = data?.card.name;
        expect(name).to.equal('Lugia VSTAR');
      },
      async getCardBatch() {
        const { data } = await client.POST('/cards/batch', { body: { card_ids: [ids.lugia, 'pokemon-9'] } });
        expect([data?.cards.length, data?.not_found]).to.deep.equal([1, ['pokemon-9']]);
      },
      async backtestRule() {
        const { data } = await client.POST('/alerts/backtest', { body: { card_id: ids.lugia, when: '>= 12 USD' } });
        const price: number | null | undefined = data?.decisions[0]?.data.price;
        expect([data?.firings, price]).to.deep.equal([2, 12.1]);
      },
      async getCardPrices() {
        const { data } = await client.GET('/cards/{card_id}/prices', { params: ofCard });
        const currencies: ('USD' | 'EUR' | 'GBP' | 'JPY')[] = data?.market.map(({ currency }) => currency) ?? [];
        expect(currencies).to.deep.equal(['USD', 'USD']);
      },
      async getPriceHistory() {
        const query = { period: 'all', interval: '1w' } as const;
        const { data } = await client.GET('/cards/{card_id}/prices/history', { params: { ...ofCard, query } });
        expect(data?.data_points.length).to.be.above(1);
        expect(data?.interval).to.equal('1w');
      },
      async explainPrice() {
        const { data } = await client.GET('/cards/{card_id}/prices/explain', { params: ofCard });
        const position: string | undefined = data?.stated_by?.position;
        expect(position).to.be.a('string');
        expect(data?.stated_by?.event_id).to.equal(data?.price?.event_id);
      },
      async getPriceChanges() {
        const query = { after: '2025-09-29', until: '2025-09-30' };
        const { data } = await client.GET('/prices/changes', { params: { query } });
        const from: number | null | undefined = data?.changes[0]?.from?.market_price;
        expect([data?.changes[0]?.card_id, from, data?.changes[0]?.to?.market_price]).to.deep.equal([
          ids.lugia,
          10,
          15,
        ]);
      },
      async getHighs() {
        const query = { period: 'all', min_observations: 1 } as const;
        const { data } = await client.GET('/prices/highs', { params: { query } });
        const high: { price: number; effective_at: string } | undefined = data?.highs[0]?.price;
        expect([data?.highs[0]?.card_id, high?.price, data?.highs[0]?.previous.price]).to.deep.equal([
          ids.lugia,
          15,
          12.1,
        ]);
      },
      async getLows() {
        const { data } = await client.GET('/prices/lows', { params: { query: { period: '7d' } } });
        const lows: readonly { card_id: string }[] | undefined = data?.lows;
        expect(lows).to.deep.equal([]);
      },
      async getTrending() {
        const query = { period: '30d', min_observations: 1 } as const;
        const { data } = await client.GET('/prices/trending', { params: { query } });
        const start: { price: number; effective_at: string } | undefined = data?.trending[0]?.start;
        expect([data?.trending[0]?.card_id, start?.price]).to.deep.equal([ids.lugia, 11]);
      },
      async listSets() {
        const { data, response } = await client.GET('/sets', { params: { query: { limit: 2 } } });
        expect([data?.sets.length, data?.pagination.has_more]).to.deep.equal([2, true]);
        const etag = response.headers.get('etag') ?? '';
        const again = await client.GET('/sets', {
          params: { query: { limit: 2 }, header: { 'If-None-Match': etag } },
          parseAs: 'text',
        });
        expect(again.response.status).to.equal(304);
      },
      async getSet() {
        const { data } = await client.GET('/sets/{set_id}', { params: { path: { set_id: sets.base } } });
        expect(data?.name).to.equal('Base Set');
      },
      async listSetCards() {
        const query = { kind: 'single', facets: 'rarity', limit: 2 } as const;
        const { data } = await client.GET('/sets/{set_id}/cards', { params: { path: { set_id: 'BS' }, query } });
        const rarity: { value: string; count: number } | undefined = data?.facets?.rarity?.values[0];
        expect([data?.cards[0]?.number, data?.cards[0]?.normalised.rarity]).to.deep.equal(['1/102', 'common']);
        expect(rarity).to.deep.equal({ value: 'common', count: 18 });
      },
      async listGames() {
        const { data } = await client.GET('/games');
        expect(data?.games.map(({ tcg_type }) => tcg_type)).to.deep.equal(['pokemon', 'onepiece']);
      },
      async getGame() {
        const { data } = await client.GET('/games/{game}', { params: { path: { game: 'onepiece' } } });
        const advancers: number | undefined = data?.breadth.advancers;
        expect(advancers).to.equal(0);
      },
      async getSetValue() {
        const query = { period: '7d' } as const;
        const { data } = await client.GET('/sets/{set_id}/value', { params: { path: { set_id: sets.base }, query } });
        const amounts: (number | null)[] = data?.data_points.map(({ amount }) => amount) ?? [];
        expect(amounts.at(-1)).to.equal(12.75);
      },
      async listEvents() {
        const query = { type: ['CardMerged', 'PriceCorrected'], limit: 5 };
        const { data } = await client.GET('/events', { params: { query }, parseAs: 'text' });
        expect(
          data
            ?.trim()
            .split('\n')
            .map((line) => JSON.parse(line).type),
        ).to.have.members(['CardMerged', 'PriceCorrected']);
      },
      async streamPrices() {
        const { response, data } = await client.GET('/prices/stream', {
          params: { query: { card_id: [ids.lugia] }, header: { 'Last-Event-ID': await fixture.log.head() } },
          parseAs: 'stream',
        });
        const first = await data?.getReader().read();
        expect(new TextDecoder().decode(first?.value)).to.match(/^retry: \d+\n\n/);
        expect(response.headers.get('content-type')).to.match(/^text\/event-stream/);
      },
      async listIdChanges() {
        const { data } = await client.GET('/id-changes', { params: { query: { limit: 1 } } });
        const change: { old_card_id: string; new_card_id: string } | undefined = data?.id_changes[0];
        expect(change).to.include({ old_card_id: ids.merged, new_card_id: ids.lugia });
      },
      async listExports() {
        const { data } = await client.GET('/exports');
        const files: { file: string; sha256: string }[] | undefined = data?.exports;
        expect(files?.map(({ file }) => file)).to.include('prices.parquet');
      },
      async getExport() {
        const { error } = await client.GET('/exports/{file}', {
          params: { path: { file: 'nothing.parquet' } },
          parseAs: 'stream',
        });
        expect(error).to.have.property('code', 'EXPORT_NOT_FOUND');
      },
      ...accountCalls(client, fixture),
      async listChannels() {
        const { data } = await client.GET('/channels', { headers });
        expect(data?.channels.map(({ channel_id, kind }) => [channel_id, kind])).to.deep.equal([
          [channelId, 'webhook'],
        ]);
      },
      async createChannel() {
        const body = { kind: 'webhook', url: 'https://hooks.example/in' } as const;
        const { data } = await client.POST('/channels', { body, headers });
        const secret: string | null | undefined = data?.signing_secret;
        expect(secret).to.match(/^whsec_/);
      },
      async changeChannel() {
        const { data } = await client.PATCH('/channels/{channel_id}', { ...ofChannel, body: { name: 'shop' } });
        expect(data?.name).to.equal('shop');
      },
      async testChannel() {
        const { data } = await client.POST('/channels/{channel_id}/test', ofChannel);
        expect(data?.notification_id).to.be.a('string');
      },
      async rotateChannelSecret() {
        const { data } = await client.POST('/channels/{channel_id}/rotate-secret', ofChannel);
        expect(data?.previous_valid_until).to.be.a('string');
      },
      async listNotifications() {
        const { data } = await client.GET('/notifications', { params: { query: { limit: 10 } }, headers });
        const states: ('waiting' | 'delivered' | 'failed' | 'cancelled')[] =
          data?.notifications.map(({ state }) => state) ?? [];
        expect(states).to.include('waiting');
      },
      async replayNotifications() {
        const body = { from: '2025-01-01', to: '2025-12-31' };
        const { data } = await client.POST('/notifications/replay', { body, headers });
        expect(data?.queued).to.equal(1);
      },
      async createFeed() {
        const { data } = await client.POST('/feeds', { body: { of: 'movers' }, headers });
        feed = data?.atom_url?.split('/').at(-1) ?? '';
        expect(data?.feed.of).to.equal('movers');
      },
      async readFeed() {
        const { data } = await client.GET('/feeds/{feed}', { params: { path: { feed } }, parseAs: 'text' });
        expect(data).to.include('<feed xmlns="http://www.w3.org/2005/Atom">');
      },
      async listFeeds() {
        const { data } = await client.GET('/feeds', { headers });
        feed = data?.feeds[0]?.feed_id ?? '';
        expect(data?.feeds).to.have.length(1);
      },
      async deleteFeed() {
        const { response } = await client.DELETE('/feeds/{feed}', { params: { path: { feed } }, headers });
        expect(response.status).to.equal(204);
      },
      async deleteChannel() {
        const { response } = await client.DELETE('/channels/{channel_id}', ofChannel);
        expect(response.status).to.equal(204);
      },
      async listSources() {
        const { data } = await client.GET('/sources', {});
        const [only] = data?.sources ?? [];
        const left: number | null | undefined = only?.budget.left;
        expect(left).to.equal(100);
      },
      async getCoverage() {
        const { data } = await client.GET('/coverage', { params: { query: { limit: 1 } } });
        const newest: string | null | undefined = data?.newest_snapshot;
        expect(newest).to.match(/^2025-09-30/);
      },
      async getCoverageAudit() {
        const { data } = await client.GET('/coverage/audit', { params: { query: { source: 'tcgcsv' } } });
        const prices: number | undefined = data?.sources[0]?.prices;
        expect(prices).to.be.greaterThan(0);
      },
      async getCoverageCalendar() {
        const { data } = await client.GET('/coverage/calendar', { params: { query: { from: '2025-09-24' } } });
        const days: string | undefined = data?.sets[0]?.days;
        expect(days).to.have.length(7);
      },
      async getCoverageSuspects() {
        const { data } = await client.GET('/coverage/suspects', { params: { query: { suspect: 'mapping' } } });
        const total: number | undefined = data?.pagination.total;
        expect(data?.as_of).to.match(/^2025-09-30/);
        expect(total).to.equal(0);
      },
      async createAlert() {
        const body = { card_id: ids.lugia, alert_type: 'price_drop', price_threshold: 9.5 } as const;
        const { data, response } = await client.POST('/alerts', { body, headers: admin });
        const threshold: number | null | undefined = data?.price_threshold;
        expect([response.status, data?.card_id, threshold]).to.deep.equal([201, ids.lugia, 9.5]);
      },
      async listAlerts() {
        const { data } = await client.GET('/alerts', { params: { query: { status: 'active' } }, headers: admin });
        expect(data?.pagination.total).to.equal(0);
      },
      async getAlert() {
        const id = await anAlert();
        await fixture.fold();
        const { data } = await client.GET('/alerts/{id}', { params: { path: { id } }, headers: admin });
        const status: 'active' | 'paused' | 'done' | 'expired' | undefined = data?.status;
        expect([data?.alert_id, status]).to.deep.equal([id, 'active']);
      },
      async changeAlert() {
        const params = { path: { id: await anAlert() } };
        const { data } = await client.PATCH('/alerts/{id}', { params, body: { cooldown_seconds: 60 }, headers: admin });
        expect(data?.cooldown_seconds).to.equal(60);
      },
      async deleteAlert() {
        const params = { path: { id: await anAlert() } };
        expect((await client.DELETE('/alerts/{id}', { params, headers: admin })).response.status).to.equal(204);
      },
      async getAlertHistory() {
        const id = await anAlert();
        await fixture.fold();
        const { data } = await client.GET('/alerts/{id}/history', { params: { path: { id } }, headers: admin });
        expect(data?.history.map(({ type }) => type)).to.deep.equal(['AlertCreated']);
      },
      async pauseAlert() {
        const params = { path: { id: await anAlert() } };
        expect((await client.POST('/alerts/{id}/pause', { params, headers: admin })).data?.status).to.equal('paused');
      },
      async resumeAlert() {
        const params = { path: { id: await anAlert() } };
        expect((await client.POST('/alerts/{id}/resume', { params, headers: admin })).data?.status).to.equal('active');
      },
      async testAlert() {
        const params = { path: { id: await anAlert() } };
        const { error } = await client.POST('/alerts/{id}/test', { params, headers: admin });
        expect(error?.code).to.equal('NOTHING_TO_SEND');
      },
      async createWatchlist() {
        const body = { name: 'To buy', cards: [ids.lugia], rule: { when: 'down 10%' } };
        const { data } = await client.POST('/watchlists', { body, headers: admin });
        const alertId: string | null | undefined = data?.cards[0]?.alert_id;
        expect(alertId).to.be.a('string');
      },
      async listWatchlists() {
        const { data } = await client.GET('/watchlists', { headers: admin });
        expect(data?.watchlists[0]?.name).to.equal('To buy');
      },
      async getWatchlist() {
        const params = { path: { id: await aList() } };
        expect((await client.GET('/watchlists/{id}', { params, headers: admin })).data?.name).to.equal('One');
      },
      async changeWatchlist() {
        const params = { path: { id: await aList() } };
        const { data } = await client.PATCH('/watchlists/{id}', { params, body: { name: 'Two' }, headers: admin });
        expect(data?.name).to.equal('Two');
      },
      async deleteWatchlist() {
        const params = { path: { id: await aList() } };
        expect((await client.DELETE('/watchlists/{id}', { params, headers: admin })).response.status).to.equal(204);
      },
      async correctPrice() {
        const body = { card_id: ids.box, numbers: { market: 121 }, reason: 'a test' };
        const { data } = await client.POST('/admin/corrections', { body, headers: admin });
        const after: number | null | undefined = data?.after.market_price;
        expect([data?.type, after]).to.deep.equal(['PriceCorrected', 121]);
      },
      async voidObservation() {
        const body = { card_id: ids.leader, at: '2025-08-20', reason: 'a test' };
        const { data } = await client.POST('/admin/voids', { body, headers: admin });
        expect([data?.type, data?.standing]).to.deep.equal(['ObservationVoided', null]);
      },
      async mapExternalId() {
        const body = { card_id: ids.box, system: 'cardmarket', external_id: '1', reason: 'a test' };
        await fixture.fold();
        expect((await client.POST('/admin/mappings', { body, headers: admin })).data?.external_id).to.equal('1');
      },
      async mergeCards() {
        const body = { card_id: ids.parallel, into: ids.manga, reason: 'a test' };
        await fixture.fold();
        expect((await client.POST('/admin/merges', { body, headers: admin })).data?.merged_into).to.equal(ids.manga);
      },
      async resolveCards() {
        const queries = [{ text: 'Lugia VSTAR lot of 4' }, { tcgplayer: 100 }];
        const { data } = await client.POST('/resolve', { body: { queries } });
        const found: (string | undefined)[] = data?.results.map(({ match }) => match?.card_id) ?? [];
        expect([found, data?.results[0]?.reasons]).to.deep.equal([[undefined, ids.lugia], ['lot']]);
      },
      async listMatching() {
        await waitsForPerson();
        const { data } = await client.GET('/admin/matching', { headers: admin });
        const score: number | undefined = data?.waiting[0]?.candidates[0]?.score;
        expect([data?.waiting[0]?.reason, score]).to.deep.equal(['unsure', 0.6]);
      },
      async acceptMatch() {
        await waitsForPerson();
        await fixture.fold();
        const params = { path: { system: 'cardmarket', id: '77' } };
        const { data } = await client.POST('/admin/matching/{system}/{id}/accept', {
          params,
          body: { reason: 'a test' },
          headers: admin,
        });
        expect([data?.card_id, data?.external_id]).to.deep.equal([ids.manga, '77']);
      },
      async rejectMatch() {
        await fixture.fold();
        const params = { path: { system: 'cardmarket', id: '78' } };
        const { error } = await client.POST('/admin/matching/{system}/{id}/reject', {
          params,
          body: { reason: 'a test' },
          headers: admin,
        });
        expect(error?.code).to.equal('REVIEW_NOT_FOUND');
      },
      async pauseSource() {
        const params = { path: { source: 'tcgcsv' } };
        const body = { reason: 'a test' };
        const { data } = await client.POST('/admin/sources/{source}/pause', { params, body, headers: admin });
        expect([data?.type, data?.paused?.reason]).to.deep.equal(['SourcePaused', 'a test']);
      },
      async resumeSource() {
        const params = { path: { source: 'tcgcsv' } };
        const body = { reason: 'a test' };
        const { data } = await client.POST('/admin/sources/{source}/resume', { params, body, headers: admin });
        expect([data?.type, data?.paused]).to.deep.equal(['SourceResumed', null]);
      },
      async limitSource() {
        const params = { path: { source: 'tcgcsv' } };
        const body = { requests_a_day: 50, reason: 'a test' };
        const { data } = await client.POST('/admin/sources/{source}/limits', { params, body, headers: admin });
        expect([data?.limits?.requests_a_day, data?.limits?.pause_ms]).to.deep.equal([50, null]);
      },
      async listQuarantine() {
        const { data } = await client.GET('/admin/quarantine', { headers: admin });
        const offered: number | null | undefined = data?.held[0]?.offered?.market_price;
        expect(offered).to.equal(undefined);
      },
      async releaseQuarantine() {
        const params = { path: { id: nobody } };
        await fixture.fold();
        const { error } = await client.POST('/admin/quarantine/{id}/release', {
          params,
          body: { reason: 'x' },
          headers: admin,
        });
        expect(error?.code).to.equal('QUARANTINE_NOT_FOUND');
      },
      async rejectQuarantine() {
        const params = { path: { id: nobody } };
        await fixture.fold();
        const { error } = await client.POST('/admin/quarantine/{id}/reject', {
          params,
          body: { reason: 'x' },
          headers: admin,
        });
        expect(error?.code).to.equal('QUARANTINE_NOT_FOUND');
      },
      async collectNow() {
        const { error } = await client.POST('/admin/collections', { body: { source: 'ebay' }, headers: admin });
        expect(error?.code).to.equal('SOURCE_UNKNOWN');
      },
      async listProjections() {
        const { data } = await client.GET('/admin/projections', { headers: admin });
        const upToDate: boolean | undefined = data?.projections[0]?.up_to_date;
        expect(upToDate).to.be.a('boolean');
      },
      async rebuildProjections() {
        const { data } = await client.POST('/admin/projections', { body: { rebuild: ['alerts'] }, headers: admin });
        expect([data?.kind, data?.state]).to.deep.equal(['rebuild', 'waiting']);
      },
      async listParked() {
        expect((await client.GET('/admin/parked', { headers: admin })).data?.parked).to.deep.equal([]);
      },
      async retryParked() {
        const { error } = await client.POST('/admin/parked/{id}/retry', {
          params: { path: { id: nobody } },
          headers: admin,
        });
        expect(error?.code).to.equal('DEAD_LETTER_NOT_FOUND');
      },
      async getTask() {
        const { error } = await client.GET('/admin/tasks/{id}', { params: { path: { id: nobody } }, headers: admin });
        expect(error?.code).to.equal('TASK_NOT_FOUND');
      },
    };
    for (const [operation, ask] of Object.entries(asked))
      await ask().catch((error: unknown) => {
        throw new Error(`${operation}: ${String(error)}`, { cause: error });
      });
    const documented = Object.values<Record<string, { operationId: string }>>(readDocument()['paths']).flatMap(
      (methods) => Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(Object.keys(asked).sort()).to.deep.equal(documented.sort());
  });

  it('gets a typed problem', async () => {
    const { data, error, response } = await client.GET('/cards/{card_id}', {
      params: { path: { card_id: 'pokemon-9' } },
    });
    expect(data).to.equal(undefined);
    expect([response.status, error?.code, error?.details]).to.deep.equal([
      404,
      'CARD_NOT_FOUND',
      { card_id: 'pokemon-9 is unknown' },
    ]);
  });
});
