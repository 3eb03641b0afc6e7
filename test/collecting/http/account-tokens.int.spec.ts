/** Goal: with the consent of an account's owner, access tokens are those of the account, as long as the consent holds, and no longer. */
import { expect } from 'chai';
import { readConsentState } from '../../../src/collecting/consents.js';
import type { Consent } from '../../../src/collecting/source.js';
import { type Ground, openGround } from '../world.js';
import { byForm, type Gate, getFile, type GuardedClient, openGuarded, startGate } from './guarded-source.js';
import { ledgerFailure } from '../../support/ledger-failure.js';

const refreshToken = 'refresh-6d21f0';
const secret = 'application-secret-2c9e';

const consent: Consent = {
  page: (state) => `https://shop.example/agree?state=${state}`,
  returnsState: true,
  code: { pattern: /^\w+$/, expected: 'a code' },
  exchange: () => ({ path: '/token', shownAs: '/token', form: {}, read: () => ({ token: '', expiresInS: null }) }),
  accessBy: (token) => ({ form: { grant_type: 'refresh_token', refresh_token: token }, headers: { 'x-store': token } }),
  sealedBy: { variable: 'SHOP_SECRET', value: secret },
};
const authorisation = { ...byForm, consent };

describe('access tokens of an account', () => {
  let ground: Ground;
  let gate: Gate;
  let guarded: GuardedClient;
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    gate = await startGate();
    guarded = await openGuarded(ground, gate, { authorisation });
  });
  afterEach(async () => {
    await guarded.client.close();
    await gate.close();
  });
  after(() => ground.close());

  const give = (token = refreshToken, expiresInS: number | null = null) =>
    guarded.consents?.given({ token, expiresInS });
  const grants = (): (string | undefined)[] =>
    gate.asked.flatMap((line) => /^POST \/token .*grant_type=(\w+)/.exec(line)?.[1] ?? []);
  const refuse = (error: string, status = 400): void => {
    gate.tokenAnswer = () => ({ status, body: JSON.stringify({ error, error_description: refreshToken }) });
  };
  const stateOf = () => readConsentState(ground.database, 'guarded');

  it('are asked for by the refresh token, once for all requests that wait, and renewed before they expire', async () => {
    await give();
    await Promise.all(['/a', '/b', '/c'].map((path) => getFile(guarded, path)));
    expect(gate.asked[0]).to.equal(`POST /token grant_type=refresh_token&refresh_token=${refreshToken}`);
    expect(grants()).to.deep.equal(['refresh_token']);
    guarded.runtime.advance(3_299_000);
    await getFile(guarded, '/d');
    expect(gate.tokens()).to.equal(1);
    guarded.runtime.advance(1_000);
    await Promise.all([getFile(guarded, '/e'), getFile(guarded, '/f')]);
    expect(grants()).to.deep.equal(['refresh_token', 'refresh_token']);
  });

  it('are those of the application before the consent and after it was ended, from the next request on', async () => {
    await getFile(guarded, '/a');
    await give();
    await getFile(guarded, '/b');
    expect(grants()).to.deep.equal(['client_credentials', 'refresh_token']);
    expect(await guarded.consents?.forget()).to.equal(true);
    await getFile(guarded, '/c');
    expect(gate.authorizations.at(-1)).to.equal('bearer secret-token-1-5be07');
    expect(await guarded.consents?.forget()).to.equal(false);
    expect(await stateOf()).to.equal(null);
  });

  it('stand beside those of the application, which some files need', async () => {
    await give();
    await getFile(guarded, '/a');
    await getFile(guarded, '/quota', 'application');
    await getFile(guarded, '/b');
    await getFile(guarded, '/quota', 'application');
    expect(grants()).to.deep.equal(['refresh_token', 'client_credentials']);
  });

  it('are others after another consent', async () => {
    await give();
    await getFile(guarded, '/a');
    await give('refresh-of-somebody-else');
    await getFile(guarded, '/b');
    expect(gate.asked.at(-2)).to.include('refresh_token=refresh-of-somebody-else');
  });

  it('end with the consent: one refusal, nothing sent after it, and how to go on in both errors', async () => {
    await give();
    refuse('invalid_grant');
    const again = 'authorise again with "tcg-ledger sources authorise guarded", or end the consent with its --forget';
    expect(await ledgerFailure(getFile(guarded, '/a'))).to.deep.equal({
      code: 'SOURCE_REFUSED',
      message: `/token: the consent of the account's owner does not hold any more (answered 400, invalid_grant): ${again}`,
    });
    expect(await ledgerFailure(getFile(guarded, '/b'))).to.deep.equal({
      code: 'SOURCE_REFUSED',
      message: `guarded: the consent of 2025-03-01T20:30:00Z was refused at 2025-03-01T20:30:00Z: ${again}`,
    });
    expect(gate.asked).to.have.length(1);
    expect(await stateOf()).to.include({ refused_at: '2025-03-01T20:30:00Z' });
    await give('refresh-of-a-new-consent');
    expect(await stateOf()).to.include({ refused_at: null });
  });

  it('leave the consent as it is where the keys are refused, or nobody says what is', async () => {
    await give();
    for (const [error, status] of [
      ['invalid_client', 401],
      ['Something <else>', 400],
      ['invalid_request', 403],
    ] as const) {
      refuse(error, status);
      const { code, message } = await ledgerFailure(getFile(guarded, '/a'));
      expect(code).to.equal('SOURCE_REFUSED');
      expect(message).to.include(`are refused (answered ${status}): if the keys hold, authorise again`);
      expect(message).not.to.include(refreshToken);
      expect(await stateOf()).to.include({ refused_at: null });
    }
  });

  it('keep to a new refresh token that comes with one', async () => {
    await give();
    const answer = gate.tokenAnswer;
    gate.tokenAnswer = () => {
      const { body } = answer();
      const more = { refresh_token: 'refresh-second', refresh_token_expires_in: 100, expires_in: 10 };
      return { status: 200, body: JSON.stringify({ ...(JSON.parse(body) as object), ...more }) };
    };
    await getFile(guarded, '/a');
    expect(await stateOf()).to.include({ granted_at: '2025-03-01T20:30:00Z', expires_at: '2025-03-01T20:31:40Z' });
    guarded.runtime.advance(9_000);
    await getFile(guarded, '/b');
    expect(gate.asked.at(-2)).to.include('refresh_token=refresh-second');
  });

  it('are not asked for once the consent has ended by the clock', async () => {
    await give(refreshToken, 3_600);
    guarded.runtime.advance(3_599_000);
    await getFile(guarded, '/a');
    guarded.runtime.advance(1_000);
    const { message } = await ledgerFailure(getFile(guarded, '/b'));
    expect(message).to.include('ended at 2025-03-01T21:30:00Z: authorise again');
    expect(gate.asked).to.have.length(2);
  });

  it('cannot be had with another secret of the application, and the error names its variable', async () => {
    await give();
    await guarded.client.close();
    const other = { ...consent, sealedBy: { variable: 'SHOP_SECRET', value: 'another' } };
    const kept = await ground.database.query(`select * from collecting.consents`);
    guarded = await openGuarded(ground, gate, { authorisation: { ...byForm, consent: other } });
    await ground.database.query(
      `insert into collecting.consents select * from jsonb_populate_recordset(null::collecting.consents, $1)`,
      [JSON.stringify(kept.map((row) => ({ ...row, sealed: `\\x${(row['sealed'] as Buffer).toString('hex')}` })))],
    );
    const { code, message } = await ledgerFailure(getFile(guarded, '/a'));
    expect(code).to.equal('SOURCE_REFUSED');
    expect(message).to.include('cannot be read with this SHOP_SECRET: authorise again');
    expect(gate.asked).to.deep.equal([]);
  });
});
