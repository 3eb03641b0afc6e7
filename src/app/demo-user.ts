/**
 * The user of the demo: the page signs in as this one by itself. It has alerts and a watchlist on cards of the stories, made on
 * their first day, so that they fire while the weeks are collected. Its password is no secret: the ledger holds nothing that is one.
 */
import { join } from 'node:path';
import { addVerifiedUser } from '../accounts/add-verified-user.js';
import { createPasswordHasher } from '../accounts/passwords/hasher.js';
import type { DemoUser } from '../api/dashboard/options.js';
import { stories, storyCard } from '../embedded/sandbox/stories.js';
import { createFileMailer } from '../mail/file-mailer.js';
import type { Ledger } from './ledger.js';

export const demoUser: DemoUser = { email: 'demo@tcg-ledger.example', password: 'prices-are-simulated' };

/** Makes the account, once. */
export const addDemoUser = async ({ database, runtime }: Pick<Ledger, 'database' | 'runtime'>): Promise<void> => {
  const passwords = createPasswordHasher();
  try {
    await addVerifiedUser({ database, runtime, passwords }, demoUser);
  } finally {
    await passwords.close();
  }
};

/** Returns the ledger with a mailer: without SMTP_URL its mails are files. */
export const withDemoMailer = (ledger: Ledger): Ledger => {
  const { config, runtime, mailer } = ledger;
  const folder = join(config.dataDir, 'mails');
  return { ...ledger, mailer: mailer ?? createFileMailer({ folder, from: 'Demo <demo@tcg-ledger.example>', runtime }) };
};

const alerts = [
  { card_id: storyCard(stories.climbs), when: '>= 40 USD' },
  { card_id: storyCard(stories.crashes), when: 'down 20% in 7d' },
] as const;

const watchlist = {
  name: 'Harbour Tales',
  cards: [stories.climbs, stories.crashes, stories.returns, stories.corrected, stories.printings].map(storyCard),
  // Of Tidecrest, which the source withdraws and shows again.
  rule: { when: 'available', on_create: 'skip' },
} as const;

interface Rows {
  readonly pagination: { readonly total: number };
}

/**
 * Makes the user's channel, alerts and watchlist by the API at `url`, as a person would; not if there are some already. Throws an
 * Error that names the request which was refused.
 */
export const setUpDemoUser = async (url: string): Promise<void> => {
  const ask = async <T>(method: 'GET' | 'POST', path: string, token: string | null, body?: object): Promise<T> => {
    const answer = await fetch(`${url}/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { access_token: token } = await ask<{ access_token: string }>('POST', '/auth/login', null, demoUser);
  for (const path of ['/alerts', '/watchlists']) if ((await ask<Rows>('GET', path, token)).pagination.total > 0) return;
  await ask('POST', '/channels', token, { kind: 'email', name: 'Mails of the demo' });
  for (const alert of alerts) await ask('POST', '/alerts', token, alert);
  await ask('POST', '/watchlists', token, watchlist);
};
