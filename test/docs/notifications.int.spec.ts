/** Goal: the program of docs/notifications.md verifies what the notifier sends, and its lists are those of the program. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { packageRoot } from '../../src/base/paths.js';
import { channelKinds } from '../../src/delivery/channel.js';
import { retryDelaysMs } from '../../src/delivery/retry-schedule.js';
import { openWorld } from '../delivery/support/world.js';
import { endWithParent } from '../support/end-with-parent.js';
import { markdownTables } from '../support/markdown.js';
import { useDatabase } from '../support/postgres.js';
import { until } from '../support/wait-for.js';

const page = readFileSync(join(packageRoot, 'docs/notifications.md'), 'utf8');

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

describe('docs/notifications.md', () => {
  const used = useDatabase();

  it('has a program that verifies messages, prints each once and refuses others', async () => {
    const world = await openWorld(used);
    const user = await world.user();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const channel = await world.channel(user, { target: { url } });
    const [, program = ''] = /```js\n([^`]*)```/.exec(page) ?? [];
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      cwd: packageRoot,
      env: { ...process.env, PORT: String(port), WEBHOOK_SECRET: channel.secrets[0]!.secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    endWithParent(() => child.kill('SIGKILL'));
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += String(chunk)));
    try {
      const post = (): Promise<number> =>
        fetch(url, { method: 'POST', body: '{}', headers: { 'webhook-id': 'x' } }).then(
          ({ status }) => status,
          () => 0,
        );
      await until('the program listens', async () => (await post()) === 400);
      await world.fire(await world.alert(user));
      await world.feed();
      await world.send();
      await world.database.query(`update delivery.notifications set state = 'waiting'`);
      await world.send();
      expect((await world.notifications(channel.id)).map(({ state, tries }) => [state, tries])).to.deep.equal([
        ['delivered', 2],
      ]);
      await until('a line', () => printed.includes('\n'));
      expect(printed).to.equal('alert.triggered pokemon-517045 2.45 → 1.9 USD\n');
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  it('lists the kinds of channels and the schedule', () => {
    const kinds = markdownTables(page)
      .flat()
      .flatMap(([first = '']) => /^`(\w+)`$/.exec(first)?.[1] ?? []);
    expect(kinds).to.deep.equal([...channelKinds]);
    const units = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
    const [, listed = ''] = /at once, then after ([^.]*?), each up to/s.exec(page) ?? [];
    const delays = [...listed.matchAll(/(\d+) (s|min|h)/g)].map(
      ([, amount, unit]) => Number(amount) * units[unit as keyof typeof units],
    );
    expect([0, ...delays]).to.deep.equal(retryDelaysMs);
  });
});
