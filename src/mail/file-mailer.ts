/** Writes mails to files instead of sending them: the demo has accounts, and addresses that are nobody's. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Runtime } from '../base/runtime.js';
import type { Mailer } from './mailer.js';
import { asNodemailerHasIt } from './smtp.js';

/** Creates the mailer. `folder` is made at the first mail. */
export const createFileMailer = (options: {
  folder: string;
  from: string;
  runtime: Pick<Runtime, 'now' | 'secret'>;
}): Mailer => {
  const { folder, from, runtime } = options;
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    async send(mail) {
      const { message } = await transport.sendMail({ ...asNodemailerHasIt(mail), from });
      const time = runtime.now().toISOString().replace(/[:.]/g, '-');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${time}-${runtime.secret(3)}.eml`), message as Buffer);
    },
    describe: () => Promise.resolve({ server: folder, from, trouble: null }),
    close: () => Promise.resolve(),
  };
};
