/**
 * Goal: a mail that an account is owed is sent though its process ends or the mail server is away, and its link is nowhere before.
 * Method: a process that ends is one whose mail server never answers; another one, on the same database, takes over.
 */
import { expect } from 'chai';
import type { Accounts } from '../../src/accounts/accounts.js';
import { accountCleanup } from '../../src/accounts/cleanup.js';
import { cleanUp } from '../../src/base/clean-up.js';
import { changeEmail } from '../../src/accounts/change-email.js';
import { forgetPassword, resetPassword } from '../../src/accounts/change-password.js';
import { sendDueMails } from '../../src/accounts/outgoing-mails.js';
import { register, verifyEmail } from '../../src/accounts/register.js';
import { ledgerError } from '../../src/base/errors.js';
import { silentLogger } from '../../src/base/logger.js';
import type { Mail, Mailer } from '../../src/mail/mailer.js';
import { createFakeRuntime, type FakeRuntime } from '../support/fake-runtime.js';
import { useDatabase } from '../support/postgres.js';
import { testAccounts } from '../support/serve-api.js';
import { until } from '../support/wait-for.js';

const email = 'reader@cards.example';
const password = 'a long password';

describe('mails of accounts', () => {
  const target = useDatabase({ each: true });
  let runtime: FakeRuntime;
  let accounts: Accounts;
  let sent: Mail[];
  /** What the server says to the next mails; then it takes all. `hang`: nothing. */
  let replies: ('hang' | 'MAIL_UNAVAILABLE' | 'MAIL_REFUSED')[];
  let asked: number;

  beforeEach(() => {
    [runtime, sent, replies, asked] = [createFakeRuntime(), [], [], 0];
    const mailer: Mailer = {
      send(mail) {
        asked += 1;
        const reply = replies.shift();
        if (reply === 'hang') return new Promise(() => undefined);
        if (reply !== undefined) return Promise.reject(ledgerError(reply, 'not now'));
        sent.push(mail);
        return Promise.resolve();
      },
      describe: () => Promise.reject(new Error('not asked')),
      close: () => Promise.resolve(),
    };
    accounts = testAccounts({ database: target.open(), runtime, mailer });
  });
  const rows = () => accounts.database.query<any>('select * from accounts.outgoing_mails');
  const tokenIn = ({ text }: Mail): string => /[0-9a-f]{64}/.exec(text)![0];
  const registered = async (): Promise<void> => {
    await register(accounts, { email, password });
    await accounts.background.idle();
  };

  it('are sent by the next process when one ends in the middle, with a link that works', async () => {
    replies = ['hang'];
    await register(accounts, { email, password });
    await until('the mail server was asked', () => asked === 1);
    expect(await sendDueMails(accounts), 'it is being sent').to.equal(0);
    const [row] = await rows();
    expect(row).to.include({ kind: 'verify', email });
    // The link that was made is in its mail only.
    expect(JSON.stringify(row)).not.to.match(/[0-9a-f]{64}/);
    await runtime.advance(120_000);
    expect(await sendDueMails(accounts)).to.equal(1);
    expect(sent.map(({ to, subject }) => [to, subject])).to.deep.equal([[email, 'Confirm your e-mail address']]);
    await verifyEmail(accounts, tokenIn(sent[0]!));
    expect(await rows()).to.deep.equal([]);
    expect(await sendDueMails(accounts)).to.equal(0);
  });

  it('wait for a server that is away, with one Message-ID, as long as they are of use', async () => {
    replies = Array.from({ length: 4 }, () => 'MAIL_UNAVAILABLE');
    await registered();
    const ids = new Set<string>();
    for (let tries = 0; sent.length === 0; tries += 1) {
      expect(tries).to.be.below(10);
      await runtime.advance(60_000);
      await sendDueMails(accounts);
    }
    for (const { messageId } of sent) ids.add(messageId!);
    expect([asked, ids.size]).to.deep.equal([5, 1]);
    await verifyEmail(accounts, tokenIn(sent[0]!));

    replies = ['MAIL_UNAVAILABLE'];
    forgetPassword(accounts, email);
    await accounts.background.idle();
    // Nobody waits for a link of half an hour any more.
    await runtime.advance(1_800_001);
    expect(await sendDueMails(accounts)).to.equal(0);
    await cleanUp({ runtime, logger: silentLogger }, accountCleanup(accounts));
    expect(await rows()).to.deep.equal([]);
  });

  it('are dropped when the server refuses them', async () => {
    replies = ['MAIL_REFUSED'];
    await registered();
    await runtime.advance(600_000);
    expect([asked, await sendDueMails(accounts), await rows()]).to.deep.equal([1, 0, []]);
  });

  it('do not outlive what makes their links useless: a new password ends a change of the address', async () => {
    await registered();
    await verifyEmail(accounts, tokenIn(sent[0]!));
    const [user] = await accounts.database.query<{ id: string }>('select id from accounts.users');
    replies = ['MAIL_UNAVAILABLE', 'MAIL_UNAVAILABLE'];
    await changeEmail(accounts, { userId: user!.id, email: 'other@cards.example', password, source: 'test' });
    await accounts.background.idle();
    expect((await rows()).map(({ kind }) => kind).sort()).to.deep.equal(['confirm_new_email', 'email_change_asked']);
    forgetPassword(accounts, email);
    await accounts.background.idle();
    await resetPassword(accounts, tokenIn(sent.at(-1)!), 'another long password');
    await accounts.background.idle();
    await runtime.advance(60_000);
    await sendDueMails(accounts);
    expect(sent.map(({ to }) => to)).not.to.include('other@cards.example');
    expect(sent.map(({ subject }) => subject)).to.include('Your e-mail address is to be changed');
    expect(await rows()).to.deep.equal([]);
  });
});
