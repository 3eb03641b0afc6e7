/**
 * The story of alerts, from a registration to the notifications: every role runs as in production, on recorded prices. What
 * fired must equal a walk over the files (naive-firings.ts), and arrive once by each channel, whatever is rebuilt later. Two
 * broken twins must be found by the check of that: a queue that recognises no firing, and an alerter whose firings have other
 * ids when they are decided again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ParsedMail } from 'mailparser';
import { Webhook } from 'standardwebhooks';
import { projections } from '../../projections/index.js';
import type { Ledger } from '../../src/app/ledger.js';
import type { NewEvent } from '../../src/domain/envelope.js';
import type { EventLog } from '../../src/log/event-log.js';
import { type Role, runRoles } from '../../src/app/roles.js';
import {
  type MailReceiver,
  startMailReceiver,
  startWebReceiver,
  type WebReceiver,
} from '../delivery/support/receivers.js';
import { allEvents, resetAlerter } from './alerter.js';
import { type Replay, startReplay } from './fake-source.js';
import { naiveFirings, type NaiveWhen, offersOf } from './naive-firings.js';
import { openTestLedger, replayEnv } from './open-ledger.js';
import { freshDatabase, type TestDatabase } from './postgres.js';
import { waitFor } from './wait-for.js';

export interface AlertStory {
  /** Recorded days; default: those in the repository. */
  readonly folder?: string;
  /** Days that are collected; default: all. */
  readonly days?: readonly string[];
  /** Of all days only every so many, from the first on: a real day takes ten seconds. */
  readonly every?: number;
  /** Engines of the ledger, beside the embedded ones. */
  readonly env?: () => Promise<Record<string, string>>;
  readonly roles?: readonly Role[];
  /** Where firings come to the notifier by another engine than the log. */
  readonly topic?: ReadTopic;
}

/** How the notifier stands on a topic. */
export interface ReadTopic {
  /** Sends the notifier, which does not run, back to the beginning. */
  readonly rewind: () => Promise<void>;
  readonly isReadToEnd: () => Promise<boolean>;
}

interface Watched {
  readonly card: string;
  /** Default: each printing. */
  readonly printing?: string;
  readonly terms: Record<string, unknown>;
  readonly when: NaiveWhen;
}

const watched: readonly Watched[] = [
  {
    ...{ card: 'pokemon-232764', printing: 'Holofoil', when: { type: 'at_least', cents: 900 } },
    terms: { alert_type: 'price_increase', price_threshold: 9 },
  },
  {
    ...{ card: 'pokemon-83466', when: { type: 'at_least', cents: 607 } },
    terms: { when: '>= 6.07 USD' },
  },
  {
    ...{ card: 'pokemon-83466', printing: '1st Edition', when: { type: 'at_least', cents: 1_325 } },
    terms: { when: '>= 13.25 USD' },
  },
  {
    ...{ card: 'pokemon-623594', printing: 'Holofoil', when: { type: 'changed', basisPoints: 1_000 } },
    terms: { when: { type: 'change', direction: 'either', basis_points: 1_000 } },
  },
  {
    ...{ card: 'onepiece-615569', printing: 'Foil', when: { type: 'highest', days: 7 } },
    terms: { when: 'new high in 7d' },
  },
  {
    ...{ card: 'pokemon-136645', printing: 'Holofoil', when: { type: 'offered' } },
    terms: { alert_type: 'availability' },
  },
  {
    ...{ card: 'pokemon-186984', printing: 'Normal', when: { type: 'gone' } },
    terms: { when: 'withdrawn' },
  },
];
const listed = ['onepiece-653392', 'onepiece-628452', 'onepiece-615592', 'pokemon-274096'];
const listRule = { when: 'either 10%', printing: '*' };
const listWhen: NaiveWhen = { type: 'changed', basisPoints: 1_000 };

/** A log in which firings have other ids whenever they are appended or read: the alerter recognises none. */
const withNewIds = (log: EventLog, uuid: () => string): EventLog => {
  const renamed = <T extends NewEvent>(events: readonly T[]): T[] =>
    events.map((event) => (event.type === 'AlertTriggered' ? { ...event, id: uuid() } : event));
  return {
    ...log,
    append: (appends, metadata) =>
      log.append(
        appends.map((each) => ({ ...each, events: renamed(each.events) })),
        metadata,
      ),
    async readStream(stream, options) {
      const slice = await log.readStream(stream, options);
      return slice.outcome === 'read' ? { ...slice, events: renamed(slice.events) } : slice;
    },
  };
};

const email = 'reader@cards.example';
const password = 'correct horse battery staple';

type Ask = (method: string, path: string, body?: unknown) => Promise<any>;

export const describeAlertStory = (
  name: string,
  { folder, days: chosen, every = 1, env, topic, roles = ['api', 'projector', 'alerter', 'notifier'] }: AlertStory,
): void => {
  describe(name, function () {
    this.timeout(900_000);
    let target: TestDatabase;
    let replay: Replay;
    let web: WebReceiver;
    let mail: MailReceiver;
    let ledger: Ledger;
    let dataDir: string;
    let days: readonly string[];
    let stop: () => Promise<void> = async () => undefined;
    let origin = '';
    let token = '';
    let secret = '';
    let hook = '';
    const made = new Map<string, Omit<Watched, 'terms'>>();

    before(async () => {
      [target, replay, web, mail] = await Promise.all([
        freshDatabase(),
        startReplay(folder),
        startWebReceiver({ secure: false }),
        startMailReceiver(),
      ]);
      days = chosen ?? replay.days.filter((_day, at) => at % every === 0);
      dataDir = await mkdtemp(join(tmpdir(), 'ledger-story-'));
      ledger = await openTestLedger(target.url, {
        ...replayEnv(replay.url),
        ...{ DATA_DIR: dataDir, SMTP_URL: mail.url, MAIL_FROM: 'Ledger <ledger@cards.example>', PORT: '0' },
        ...{ WEBHOOK_ALLOW: '127.0.0.0/8', ...(await env?.()) },
      });
    });
    after(async () => {
      await stop();
      await ledger.close();
      await Promise.all([replay.close(), web.close(), mail.close(), target.drop()]);
      await rm(dataDir, { recursive: true, force: true });
    });

    const start = async (over: Partial<Ledger> = {}): Promise<void> => {
      const controller = new AbortController();
      let url: string | undefined;
      const running = runRoles({ ...ledger, ...over }, roles, {
        port: 0,
        onUrl: (at) => (url = at),
        signal: controller.signal,
      });
      stop = async () => {
        controller.abort();
        await running;
      };
      const failed = running.then(() => {
        throw new Error('the roles have ended');
      });
      failed.catch(() => undefined);
      origin = await Promise.race([waitFor('the API', () => url ?? null, 30_000), failed]);
    };
    const ask: Ask = async (method, path, body) => {
      const answer = await fetch(`${origin}/v1${path}`, {
        method,
        headers: {
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).to.equal(true);
      return text === '' ? null : JSON.parse(text);
    };
    const collect = async (day: string): Promise<void> => {
      replay.setDay(day);
      const collector = ledger.collector('tcgcsv');
      try {
        const { outcome } = await collector.collect({ trigger: 'command', signal: AbortSignal.timeout(600_000) });
        expect(outcome, day).to.equal('finished');
      } finally {
        await collector.close();
      }
    };
    const isListed = (card: string): Promise<boolean> =>
      fetch(`${origin}/v1/cards/${card}`).then(({ status }) => status === 200);

    /** `alert card printing day cents` of each firing that the files tell. */
    const expectedFirings = (): string[] => {
      const files = days.map((day) => replay.rows(day));
      const lines = [...made].flatMap(([alert, { card, printing, when }]) =>
        [...offersOf(files, card)]
          .filter(([each]) => printing === undefined || each === printing)
          .flatMap(([each, offers]) =>
            naiveFirings(days, offers, when).map(({ day, cents }) => [alert, card, each, day, cents].join('|')),
          ),
      );
      return lines.sort();
    };
    const centsOf = (price: number | null): number | null => (price === null ? null : Math.round(price * 100));
    const verified: { id: string; data: any }[] = [];
    /** Returns what was sent to the webhook. Each signature is verified once: it is good for five minutes. */
    const received = (): readonly { id: string; data: any }[] => {
      for (const { headers, body } of web.requests.slice(verified.length)) {
        const { type, data } = new Webhook(secret).verify(body, headers as Record<string, string>) as any;
        expect(type).to.equal('alert.triggered');
        verified.push({ id: String(headers['webhook-id']), data });
      }
      return verified;
    };
    const lineOf = (alert: string, { card_id, printing, effective_at, price }: any): string =>
      [alert, card_id, printing, String(effective_at).slice(0, 10), centsOf(price)].join('|');
    const firingMails = (): ParsedMail[] => mail.mails.filter(({ subject }) => subject?.includes(' (') === true);
    const states = (): Promise<Record<string, unknown>[]> =>
      ledger.database.query(
        `select id, state, tries, event_id, channel_id from delivery.notifications where type <> 'channel.test' order by id`,
      );

    it('a reader registers, confirms by the link in the mail, and enters', async () => {
      await start();
      await ask('POST', '/auth/register', { email, password });
      const { text } = await waitFor('the mail', () => mail.mails[0] ?? null, 15_000);
      const link = /https?:\/\/\S+\/v1\/auth\/verify\/([0-9a-f]+)/.exec(text ?? '');
      expect(link?.[0], text).to.include(origin);
      await ask('POST', '/auth/verify', { token: link?.[1] });
      token = (await ask('POST', '/auth/login', { email, password })).access_token;
      expect(await ask('GET', '/me')).to.include({ email, email_verified: true });
      const shop = { kind: 'webhook', name: 'my shop', url: `${web.url}/hook` };
      const { channel, signing_secret } = await ask('POST', '/channels', shop);
      [hook, secret] = [channel.channel_id, signing_secret];
      await ask('POST', '/channels', { kind: 'email' });
    });

    it('watches cards, and a list of cards', async () => {
      await collect(days[0] as string);
      const cards = [...new Set([...watched.map(({ card }) => card), ...listed])];
      await waitFor(
        'the cards are listed',
        async () => ((await Promise.all(cards.map(isListed))).every(Boolean) ? true : null),
        30_000,
      );
      for (const { terms, ...rest } of watched) {
        const printing = rest.printing ?? '*';
        const { alert_id } = await ask('POST', '/alerts', { card_id: rest.card, printing, ...terms });
        made.set(alert_id, rest);
      }
      const list = await ask('POST', '/watchlists', { name: 'mine', cards: listed, rule: listRule });
      for (const { card_id: card, alert_id } of list.cards) made.set(alert_id, { card, when: listWhen });
      expect(made.size).to.equal(watched.length + listed.length);
    });

    it('is told of every firing that the files tell, once by each channel, and of no other', async () => {
      for (const day of days.slice(1)) {
        await collect(day);
        received();
      }
      const expected = expectedFirings();
      for (const [alert, { when }] of made)
        if (when !== listWhen) expect(expected.join('\n'), JSON.stringify(when)).to.include(alert);
      await waitFor('the notifications', () => (web.requests.length >= expected.length ? true : null), 30_000).catch(
        () => undefined,
      );
      expect(
        received()
          .map(({ data }) => lineOf(data.alert_id, { ...data, card_id: data.card.card_id }))
          .sort(),
      ).to.deep.equal(expected);
      expect(new Set(received().map(({ id }) => id)).size).to.equal(expected.length);
      await waitFor('the mails', () => (firingMails().length >= expected.length ? true : null), 30_000).catch(
        () => undefined,
      );
      expect(firingMails()).to.have.length(expected.length);
    });

    it('reads in each mail the printing and the price that fired', () => {
      const told = received().map(({ data: { card, printing, price } }) => {
        const now = price === null ? 'no longer offered' : `${Number(price).toFixed(2)} USD`;
        return `${card.name} (${printing}): ${now}`;
      });
      // Without the price before: "12.00 → 9.90 USD" is told as "9.90 USD".
      const subjects = firingMails().map(({ subject = '', text, to }) => {
        expect([to].flat()[0]?.text).to.equal(email);
        expect(text).to.include(subject).and.include(`${origin}/cards/`);
        return subject.replace(/: \S+( \w+)? → /, ': ');
      });
      expect(subjects.sort()).to.deep.equal(told.sort());
    });

    it('finds them in the history of the alerts and among the notifications', async () => {
      const head = await ledger.log.head();
      const byEvent = new Map(received().map(({ id, data }) => [id, data]));
      const history: string[] = [];
      for (const alert of made.keys()) {
        const path = `/alerts/${alert}/history?type=AlertTriggered&limit=100&min_position=${head}`;
        for (const { event_id, decision } of (await ask('GET', path)).history) {
          history.push(lineOf(alert, decision));
          expect(byEvent.get(event_id)?.triggering, event_id).to.deep.equal(decision.triggering);
        }
      }
      expect(history.sort()).to.deep.equal(expectedFirings());
      const shown: any[] = [];
      for (let offset = 0; ; offset += 100) {
        const page = await ask('GET', `/notifications?limit=100&offset=${offset}`);
        shown.push(...page.notifications);
        if (page.pagination.has_more !== true) break;
      }
      const told = shown.map(({ event_id, channel_kind, state, attempts }) =>
        [event_id, channel_kind, state, attempts.length].join(' '),
      );
      const wanted = [...byEvent.keys()].flatMap((id) => [`${id} email delivered 1`, `${id} webhook delivered 1`]);
      expect(told.sort()).to.deep.equal(wanted.sort());
    });

    const isEverythingRead = async (): Promise<true | null> => {
      const head = await ledger.log.head();
      const following = topic === undefined ? ['alerter', 'notifier'] : ['alerter', 'publisher_kafka_alerts'];
      const rows = await ledger.database.query<{ subscriber: string; position: string }>(
        'select subscriber, position from subscriptions.checkpoints where subscriber = any($1)',
        [following],
      );
      if (rows.filter(({ position }) => position >= head).length < following.length) return null;
      return (await topic?.isReadToEnd()) === false ? null : true;
    };
    const isNothingWaiting = async (): Promise<true | null> => {
      const rows = await ledger.database.query(`select from delivery.notifications where state = 'waiting' limit 1`);
      return rows.length === 0 ? true : null;
    };

    /** Reads and rebuilds everything from the start, and returns what came again. `over`, `forget`: a broken twin. */
    const readAgain = async (
      twin: { over?: Partial<Ledger>; forget?: () => Promise<unknown> } = {},
    ): Promise<string[]> => {
      const before = await states();
      const [sent, mails] = [web.requests.length, mail.mails.length];
      const events = (await allEvents(ledger.log)).length;
      await stop();
      await resetAlerter(ledger.database);
      await ledger.database.query(
        `delete from subscriptions.checkpoints where subscriber = 'notifier' or subscriber like 'publisher%'`,
      );
      await topic?.rewind();
      await twin.forget?.();
      await ledger.projector.rebuild(
        projections.map(({ name: each }) => each),
        AbortSignal.timeout(300_000),
      );
      await start(twin.over);
      await waitFor('everything is read again', isEverythingRead, 60_000);
      // What were due by now would be sent before what is due later.
      await ask('POST', `/channels/${hook}/test`);
      await waitFor('everything is sent', isNothingWaiting, 30_000);
      const hooks = web.requests.slice(sent).map(({ body }) => JSON.parse(body).type as string);
      expect(hooks).to.include('channel.test');
      const more = {
        events: (await allEvents(ledger.log)).length - events,
        notifications: JSON.stringify(await states()) === JSON.stringify(before) ? 0 : 1,
        webhooks: hooks.length - 1,
        mails: mail.mails.length - mails,
      };
      return Object.entries(more).flatMap(([what, count]) => (count === 0 ? [] : [what]));
    };

    it('is told nothing again when everything is read and rebuilt from the start', async () => {
      expect(await readAgain()).to.deep.equal([]);
    });

    it('is told again in the broken twin, a queue that has forgotten what it had', async () => {
      const forget = () =>
        ledger.database
          .query('delete from delivery.firings')
          .then(() => ledger.database.query('delete from delivery.notifications'));
      expect(await readAgain({ forget })).to.deep.equal(['webhooks', 'mails']);
    });

    it('is told again in the broken twin, an alerter whose firings have new ids', async () => {
      const over = { log: withNewIds(ledger.log, () => ledger.runtime.uuid()) };
      expect(await readAgain({ over })).to.deep.equal(['events', 'notifications', 'webhooks', 'mails']);
    });
  });
};
