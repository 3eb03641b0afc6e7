/** Goal: what the demo does not send can be read: a mail with its texts, its picture and its sender, in a file. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { simpleParser } from 'mailparser';
import { createFileMailer } from '../../src/mail/file-mailer.js';
import { createFakeRuntime } from '../support/fake-runtime.js';

describe('mails in files', () => {
  it('are whole, each in its own', async () => {
    const above = await mkdtemp(join(tmpdir(), 'ledger-mails-'));
    try {
      const folder = join(above, 'mails');
      const mailer = createFileMailer({ folder, from: 'Demo <demo@cards.example>', runtime: createFakeRuntime() });
      const picture = { cid: 'chart', filename: 'price.png', contentType: 'image/png', content: Buffer.from('PNG') };
      const mail = { to: 'a@b.example', subject: 'Lugia: 12.00 → 9.90', text: 'fell', html: '<img src="cid:chart">' };
      await mailer.send({ ...mail, messageId: '<1@cards.example>', pictures: [picture] });
      await mailer.send({ ...mail, to: 'c@d.example' });
      const names = await readdir(folder);
      expect(names).to.have.length(2);
      const mails = await Promise.all(names.map(async (name) => simpleParser(await readFile(join(folder, name)))));
      const first = mails.find(({ messageId }) => messageId === '<1@cards.example>');
      expect(first?.subject).to.equal(mail.subject);
      expect(first?.from?.text).to.equal('"Demo" <demo@cards.example>');
      expect(first?.attachments.map(({ content }) => content.toString())).to.deep.equal(['PNG']);
    } finally {
      await rm(above, { recursive: true, force: true });
    }
  });
});
