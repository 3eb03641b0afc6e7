/**
 * Goal: the image runs its roles as an ordinary user on a read-only file system, and its health check reports when it is
 * ready. Method: the Dockerfile run without Docker (test/deploy/image.ts); each role of the compose file
 * started by the image's command and checked by its health check, on separate test servers.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { freePort } from '../../src/embedded/postgres/postmaster.js';
import { roles } from '../../src/app/roles.js';
import { renderCompose } from '../deploy/compose.js';
import { buildImage, type Image } from '../deploy/image.js';
import { waitFor } from '../support/wait-for.js';
import { needWorld, startWorld, type World } from './world.js';

const run = promisify(execFile);

describe('the image', function () {
  this.timeout(300_000);
  let image: Image;
  let world: World;
  let keys: string;
  /** Runs a command as a user without write access: root changes its user, another user removes its write permissions. */
  let asUser: readonly string[];

  before(async function () {
    await needWorld(this);
    [image, world] = await Promise.all([buildImage(), startWorld()]);
    asUser = process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] : [];
    await run('chmod', ['-R', 'a+rX,a-w', image.workdir]);
    keys = await mkdtemp(join(tmpdir(), 'ledger-keys-'));
    await chmod(keys, 0o777);
  });
  after(async () => {
    await world?.close();
    if (keys !== undefined) await rm(keys, { recursive: true, force: true });
    if (image === undefined) return;
    await run('chmod', ['-R', 'u+w', image.workdir]);
    await image.remove();
  });

  const command = (args: readonly string[]): [string, string[]] => {
    const [program = '', ...rest] = [...asUser, ...args];
    return [program, rest];
  };
  const envOf = (role: string, port: number): Record<string, string> => {
    const { EVENTSTORE_URL, DATABASE_URL, REDIS_URL, KAFKA_BROKERS } = world.env as Record<string, string>;
    const given = renderCompose().services[role]?.environment ?? {};
    const ours: Record<string, string | undefined> = { EVENTSTORE_URL, DATABASE_URL, REDIS_URL, KAFKA_BROKERS };
    // Replaces only the addresses of the compose file with the test's.
    for (const name of Object.keys(ours)) expect(given, `${role} lacks ${name}`).to.have.property(name);
    const texts = Object.entries({ ...image.env, ...given, ...ours }).map(([name, value]) => [name, String(value)]);
    return {
      ...(Object.fromEntries(texts) as Record<string, string>),
      PATH: process.env['PATH'] ?? '',
      // The volume of the compose file.
      JWT_PRIVATE_KEY_FILE: join(keys, 'jwt-private-key.pem'),
      HOST: '127.0.0.1',
      PORT: String(port),
      TCGCSV_URL: world.replay.url,
    };
  };

  it('has the rights of an ordinary user, and an entrypoint that prints its usage', async () => {
    expect(image.user).to.equal('node');
    const [program, args] = command([...image.entrypoint, '--help']);
    const { stdout } = await run(program, args, {
      cwd: image.workdir,
      env: { PATH: process.env['PATH'], ...image.env },
    });
    expect(stdout)
      .to.match(/tcg-ledger/)
      .and.match(/start/);
    if (asUser.length === 0) return;
    const [touch, where] = command(['touch', 'anything']);
    const refused = await run(touch, where, { cwd: image.workdir }).then(
      () => null,
      (error: unknown) => error as Error,
    );
    expect(refused?.message).to.match(/Permission denied/);
  });

  for (const role of roles) {
    it(`starts ${role}, becomes healthy when ready, and drains`, async () => {
      const env = envOf(role, await freePort());
      const [program, args] = command([...image.entrypoint, ...(renderCompose().services[role]?.command ?? [])]);
      const child = spawn(program, args, { cwd: image.workdir, env, stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      const ended = once(child, 'exit');
      const healthy = async (): Promise<true | null> => {
        if (child.exitCode !== null) throw new Error(`${role} ended with ${child.exitCode}: ${said}`);
        const [check, of] = command(image.healthcheck);
        return run(check, of, { cwd: image.workdir, env }).then(
          () => true as const,
          () => null,
        );
      };
      try {
        await waitFor(`${role} is healthy: ${said}`, healthy, 60_000);
      } finally {
        child.kill('SIGTERM');
      }
      expect((await ended)[0], said).to.equal(0);
      // The server has stopped: the check must fail.
      const [check, of] = command(image.healthcheck);
      expect(
        await run(check, of, { cwd: image.workdir, env }).then(
          () => 'healthy',
          () => 'not',
        ),
      ).to.equal('not');
    });
  }
});
