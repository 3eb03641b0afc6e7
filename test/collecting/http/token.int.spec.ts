import { expect } from 'chai';
import { type Ground, openGround } from '../world.js';
import {
  byForm,
  type Gate,
  getFile,
  type GuardedClient,
  openGuarded,
  privateKey,
  publicKey,
  startGate,
} from './guarded-source.js';
import { ledgerFailure } from '../../support/ledger-failure.js';

describe('access tokens of a source', () => {
  let ground: Ground;
  let gate: Gate;
  let guarded: GuardedClient;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    gate = await startGate();
    guarded = await openGuarded(ground, gate);
  });
  afterEach(async () => {
    await guarded.client.close();
    await gate.close();
  });
  after(() => ground.close());

  const reopen = async (changes: Parameters<typeof openGuarded>[2]): Promise<void> => {
    await guarded.client.close();
    guarded = await openGuarded(ground, gate, changes);
  };

  it('asks for one by a form, and sends it with each file', async () => {
    await getFile(guarded, '/a');
    await getFile(guarded, '/b');
    expect(gate.asked).to.deep.equal([
      `POST /token grant_type=client_credentials&client_id=${publicKey}&client_secret=${privateKey}`,
      'GET /a',
      'GET /b',
    ]);
    expect(gate.authorizations).to.deep.equal([
      undefined,
      'bearer secret-token-1-5be07',
      'bearer secret-token-1-5be07',
    ]);
  });

  it('asks once for all requests that wait for it', async () => {
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => getFile(guarded, path)));
    expect(gate.tokens()).to.equal(1);
    expect(gate.asked).to.have.length(5);
  });

  it('renews it before it expires, by the clock', async () => {
    await getFile(guarded, '/a');
    guarded.runtime.advance(3_299_000);
    await getFile(guarded, '/b');
    expect(gate.tokens()).to.equal(1);
    guarded.runtime.advance(1_000);
    await Promise.all([getFile(guarded, '/c'), getFile(guarded, '/d')]);
    expect(gate.tokens()).to.equal(2);
    expect(gate.authorizations.at(-1)).to.equal('bearer secret-token-2-5be07');
  });

  it('keeps one of a short life for nine tenths of it', async () => {
    gate.tokenAnswer = () => {
      gate.good.add('short');
      return { status: 200, body: '{"access_token":"short","expires_in":"100"}' };
    };
    await getFile(guarded, '/a');
    guarded.runtime.advance(89_000);
    await getFile(guarded, '/b');
    expect(gate.tokens()).to.equal(1);
    guarded.runtime.advance(1_000);
    await getFile(guarded, '/c');
    expect(gate.tokens()).to.equal(2);
  });

  it('drops one that is refused, and tries once more: one new token for all requests under way', async () => {
    await getFile(guarded, '/a');
    gate.good.clear();
    await Promise.all(['/b', '/c', '/d'].map((path) => getFile(guarded, path)));
    expect(gate.tokens()).to.equal(2);
    expect(gate.asked.filter((line) => line.startsWith('GET'))).to.have.length(7);
  });

  it('gives up when a new one is refused too', async () => {
    await getFile(guarded, '/a');
    gate.fileAnswer = () => ({ status: 401, body: '{}' });
    expect(await ledgerFailure(getFile(guarded, '/b'))).to.deep.equal({
      code: 'SOURCE_REFUSED',
      message: '/b: answered 401, to a new token too',
    });
    expect(gate.tokens()).to.equal(2);
    expect(gate.asked.filter((line) => line === 'GET /b')).to.have.length(2);
  });

  for (const status of [400, 401, 403]) {
    it(`stops at once where the credentials are refused with ${status}`, async () => {
      gate.tokenAnswer = () => ({ status, body: `{"error":"invalid_client","hint":"${privateKey}"}` });
      expect(await ledgerFailure(getFile(guarded, '/a'))).to.deep.equal({
        code: 'SOURCE_REFUSED',
        message: `/token: the credentials are refused (answered ${status})`,
      });
      expect(gate.asked).to.have.length(1);
    });
  }

  it('tries again after trouble of the server, as for a file', async () => {
    const answer = gate.tokenAnswer;
    gate.tokenAnswer = () => {
      gate.tokenAnswer = answer;
      return { status: 503, body: '' };
    };
    await getFile(guarded, '/a');
    expect(gate.tokens()).to.equal(2);
  });

  for (const [name, body] of [
    ['no JSON', 'secret-token-html'],
    ['no token', '{"expires_in":3600,"other":"secret-token-x"}'],
    ['a token with a line end', '{"access_token":"secret-token\\nx"}'],
    ['a life that is no number', '{"access_token":"secret-token-x","expires_in":"soon"}'],
  ] as const) {
    it(`refuses an answer with ${name}, and does not quote it`, async () => {
      gate.tokenAnswer = () => ({ status: 200, body });
      const { code, message } = await ledgerFailure(getFile(guarded, '/a'));
      expect(code).to.equal('SOURCE_PAYLOAD_INVALID');
      expect(message).to.match(/^\/token: /);
      expect(JSON.stringify(message)).not.to.include('secret');
    });
  }

  it('takes one whose life is not stated, until it is refused', async () => {
    gate.tokenAnswer = () => {
      gate.good.add('long');
      return { status: 200, body: '{"access_token":"long"}' };
    };
    await getFile(guarded, '/a');
    guarded.runtime.advance(1e12);
    await getFile(guarded, '/b');
    expect(gate.tokens()).to.equal(1);
  });

  it('sends credentials by HTTP Basic where the source wants them there', async () => {
    const form = { grant_type: 'client_credentials', scope: 'https://api.example/oauth/api_scope' };
    const basic = { user: publicKey, password: privateKey };
    await reopen({ authorisation: { ...byForm, form, basic } });
    await getFile(guarded, '/a');
    expect(gate.authorizations[0]).to.equal(`Basic ${Buffer.from(`${publicKey}:${privateKey}`).toString('base64')}`);
    expect(gate.asked[0]).to.equal(
      'POST /token grant_type=client_credentials&scope=https%3A%2F%2Fapi.example%2Foauth%2Fapi_scope',
    );
  });

  it('counts tokens in the budget, written down like files', async () => {
    await reopen({ dailyBudget: 2 });
    await getFile(guarded, '/a');
    expect(await ledgerFailure(getFile(guarded, '/b'))).to.include({ code: 'SOURCE_BUDGET_SPENT' });
    const rows = await ground.database.query(`select path, status, received from collecting.requests order by 1`);
    expect(rows).to.deep.equal([
      { path: '/a', status: null, received: false },
      { path: '/token', status: 200, received: true },
    ]);
  });

  it('asks for no more tokens a day than the source allows', async () => {
    await reopen({ authorisation: { ...byForm, dailyMax: 2 } });
    await getFile(guarded, '/a');
    gate.good.clear();
    await getFile(guarded, '/b');
    gate.good.clear();
    const { code, message } = await ledgerFailure(getFile(guarded, '/c'));
    expect(code).to.equal('SOURCE_BUDGET_SPENT');
    expect(message).to.include('or all 2 for /token');
    expect(gate.tokens()).to.equal(2);
    guarded.runtime.advance(86_400_000);
    await getFile(guarded, '/c');
    expect(gate.tokens()).to.equal(3);
  });
});

describe('answers with another status than 200', () => {
  let ground: Ground;
  let gate: Gate;
  let guarded: GuardedClient;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    gate = await startGate();
    guarded = await openGuarded(ground, gate, {
      readAnswer: ({ path, status, text }) => {
        if (path !== '/list') return null;
        if (status === 207) return text;
        return text.includes('No things were found.') ? '{"results":[]}' : null;
      },
    });
  });
  afterEach(async () => {
    await guarded.client.close();
    await gate.close();
  });
  after(() => ground.close());

  it('are files where the source says so', async () => {
    gate.fileAnswer = () => ({ status: 404, body: '{"success":false,"errors":["No things were found."]}' });
    expect(await getFile(guarded, '/list')).to.deep.equal({ results: [] });
    gate.fileAnswer = () => ({ status: 207, body: '{"results":[1]}' });
    expect(await getFile(guarded, '/list')).to.deep.equal({ results: [1] });
  });

  it('are errors otherwise', async () => {
    for (const [path, status, body] of [
      ['/list', 404, '{"errors":["URL not found."]}'],
      ['/list', 404, '<html>not found</html>'],
      ['/list', 404, ''],
      ['/other', 404, '{"errors":["No things were found."]}'],
      ['/list', 410, '{"errors":["No things were found."]}'],
      ['/other', 207, '{"results":[1]}'],
    ] as const) {
      gate.fileAnswer = () => ({ status, body });
      expect(await ledgerFailure(getFile(guarded, path))).to.deep.equal({
        code: 'SOURCE_PAYLOAD_INVALID',
        message: `${path}: answered ${status}`,
      });
    }
  });
});
