/** Goal: keys and tokens are in no log line, result, event, table, stored file or state, whether the run ends well or not. */
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Logger } from '../../../src/base/logger.js';
import { hang, status } from '../../collecting/market.js';
import { type Ground, openGround, openWorld, timing, type World } from '../../collecting/world.js';
import { keys, tcgplayerOf } from './tcgplayer-world.js';

const basic = Buffer.from(`${keys.publicKey}:${keys.privateKey}`).toString('base64');
const secrets = [keys.publicKey, keys.privateKey, 'simulated-token', basic, encodeURIComponent(keys.privateKey)];

describe('secrets of TCGplayer', () => {
  let ground: Ground;
  let world: World;
  let said: unknown[];
  before(async () => (ground = await openGround()));
  beforeEach(async () => {
    world = await openWorld(ground);
    said = [];
  });
  afterEach(() => world.close());
  after(() => ground.close());

  // Without the redaction of the real one, which is a second net.
  const logger = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [level, (...line: unknown[]) => void said.push(line)]),
  ) as unknown as Logger;

  /** Returns everything that the ledger keeps, as one text. */
  const kept = async (): Promise<string> => {
    const tables = await world.database.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')
         and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')`,
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const rows = await world.database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      parts.push(...rows.map(({ row }) => row));
    }
    const payloads = await world.database.query<{ body: Buffer }>(`select body from collecting.payloads`);
    parts.push(...payloads.map(({ body }) => gunzipSync(body).toString('utf8')));
    parts.push(JSON.stringify(await world.events()));
    return parts.join('\n');
  };

  const textOf = (value: unknown): string =>
    JSON.stringify(value, (_key, each: unknown) =>
      each instanceof Error ? [Object.entries(each), each.message, each.stack, each.cause] : each,
    );

  for (const [name, spoil] of [
    ['a good run', () => undefined],
    ['a run that is refused', () => world.market.fault('/pricing/group/11', status(401), 2)],
    ['a run that waits in vain', () => world.market.fault('/pricing/group/11', hang, 9)],
    ['a run whose token expires', () => world.market.fault('/pricing/group/11', { kind: 'expired-token' })],
    ['a run whose token cannot be had', () => world.market.fault('/token', status(503), 9)],
    ['a run whose token cannot be read', () => world.market.fault('/token', { kind: 'half' }, 9)],
    ['a run whose keys are refused', () => world.market.fault('/token', status(400))],
  ] as const) {
    it(`stay out of ${name}`, async () => {
      spoil();
      const impatient = { ...timing, attemptMs: 300, requestMs: 2_000 };
      const collector = world.collector({ source: tcgplayerOf(world), logger, timing: impatient });
      const result = await world.collect(undefined, collector);
      const everything = [await kept(), textOf(said), textOf(result), textOf(await collector.state())].join('\n');
      expect(everything).to.contain('/token');
      for (const secret of secrets) expect(everything).not.to.contain(secret);
    });
  }
});
