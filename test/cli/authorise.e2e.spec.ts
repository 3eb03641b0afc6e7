/** `tcg-ledger sources authorise` as people and programs use it, in processes of their own, against the sandbox. */
import { expect } from 'chai';
import { runCli } from '../support/cli.js';
import { type Market, startMarket } from '../collecting/market.js';
import { useDatabase } from '../support/postgres.js';

describe('tcg-ledger sources authorise', function () {
  this.timeout(120_000);
  const external = useDatabase();
  let market: Market;
  let env: Record<string, string>;
  const secret = 'secret-9c41d2';

  before(async () => {
    market = await startMarket();
    const { url } = market;
    env = {
      ...{ DATABASE_URL: external.url, LOG_LEVEL: 'debug', SOURCES: 'sandbox-ebay,sandbox-tcgplayer,sandbox-tcgcsv' },
      ...{ EBAY_URL: url, EBAY_AUTH_URL: url, EBAY_RU_NAME: 'Card_Shop-ledger', EBAY_CLIENT_ID: 'application' },
      ...{ EBAY_CLIENT_SECRET: secret, TCGPLAYER_URL: url, TCGPLAYER_STORE_URL: url, TCGCSV_URL: url },
      ...{ TCGPLAYER_PUBLIC_KEY: 'public-key', TCGPLAYER_PRIVATE_KEY: secret },
    };
  });
  after(() => market.close());

  const run = (args: readonly string[], input?: string) => runCli(['sources', ...args], env, input);
  const said = async (
    args: readonly string[],
    input?: string,
  ): Promise<{ code: number | null; text: string; json: any }> => {
    const { code, stdout, stderr } = await run([...args, '--json'], input);
    const text = `${stdout}${stderr}`;
    return { code, text, json: JSON.parse(stdout === '' ? (stderr.trim().split('\n').at(-1) as string) : stdout) };
  };
  /** Agrees on a page, as the owner of the account does in a browser. */
  const agree = async (page: string): Promise<{ address: string; text: string }> => {
    const answer = await fetch(page);
    return { address: answer.url, text: await answer.text() };
  };

  it('is given at eBay: the page, then the address that it led to on stdin; no output has code or token', async () => {
    const { json: asked } = await said(['authorise', 'sandbox-ebay']);
    expect(asked).to.include({ source: 'sandbox-ebay' });
    const { address } = await agree(asked.page);
    const given = await said(['authorise', 'sandbox-ebay', '--code', '-'], `${address}\n`);
    expect(given.code, given.text).to.equal(0);
    expect(given.json.consent).to.include({ refused_at: null });
    expect(Date.parse(given.json.consent.expires_at) - Date.parse(given.json.consent.granted_at)).to.equal(
      47_304_000_000,
    );
    const listed = await said(['list']);
    expect(listed.json.sources[0].consent).to.deep.equal(given.json.consent);
    const doctor = await runCli(['doctor'], env);
    expect(doctor.stdout).to.match(/source sandbox-ebay: .*consent of \S+ until \S+/);
    const otherSecret = await runCli(['doctor'], { ...env, EBAY_CLIENT_SECRET: 'other' });
    expect(otherSecret.stdout).to.match(/^FAIL +source sandbox-ebay: .*cannot be read with this EBAY_CLIENT_SECRET: /m);
    for (const text of [given.text, listed.text, doctor.stdout, doctor.stderr]) {
      for (const hidden of ['simulated-code', 'simulated-refresh', 'simulated-token', secret])
        expect(text).not.to.include(hidden);
    }
  });

  it('asks a person: the page on stderr, and a line of stdin as the code', async () => {
    const { code, stdout, stderr } = await run(['authorise', 'sandbox-tcgplayer'], '\n  ABC123 \n');
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.include(`${market.url}/admin/Apps/public-key`).and.include('VALIDATION_FAILED: code: ');
    const { text } = await agree(`${market.url}/admin/Apps/public-key`);
    const shown = /<code>(\w+)<\/code>/.exec(text)?.[1] ?? '';
    const given = await run(['authorise', 'sandbox-tcgplayer'], `${shown}\n`);
    expect(given.code, given.stderr).to.equal(0);
    expect(given.stderr).to.include('tcg-ledger collect sandbox-tcgplayer');
    expect(given.stdout).to.match(/^sandbox-tcgplayer: consent of \S+Z\n$/);
  });

  it('says that nothing was pasted, that another page is open, and which source has no accounts', async () => {
    const nothing = await said(['authorise', 'sandbox-ebay', '--code', '-']);
    expect(nothing.code).to.equal(2);
    expect(nothing.json).to.include({ code: 'VALIDATION_FAILED' }).and.have.property('detail').that.includes('stdin');
    const { address } = await agree((await said(['authorise', 'sandbox-ebay'])).json.page);
    await said(['authorise', 'sandbox-ebay']);
    const other = await said(['authorise', 'sandbox-ebay', '--code', address]);
    expect(other.code).to.equal(2);
    expect(other.json.details).to.have.property('state');
    const none = await said(['authorise', 'sandbox-tcgcsv']);
    expect(none.code).to.equal(2);
    expect(none.json.details).to.have.property('source');
    const unknown = await said(['authorise', 'ebay']);
    expect(unknown.json).to.include({ code: 'SOURCE_UNKNOWN' });
  });

  it('is forgotten, also where the source is collected no more, and says so', async () => {
    const ended = { ...env, SOURCES: 'sandbox-tcgcsv' };
    const first = await runCli(['sources', 'authorise', 'sandbox-ebay', '--forget'], ended);
    expect(first.code, first.stderr).to.equal(0);
    expect(first.stdout).to.match(/^sandbox-ebay: its token is deleted here/);
    expect((await said(['authorise', 'sandbox-ebay', '--forget'])).json).to.deep.equal({
      ...{ source: 'sandbox-ebay', forgotten: false },
    });
    expect((await said(['list'])).json.sources[0].consent).to.equal(null);
  });
});
