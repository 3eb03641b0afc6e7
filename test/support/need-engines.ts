/**
 * Prepares the run against real servers. A missing server is reported, and the run uses the embedded one. In CI the run
 * fails: a run that should prove something about a server must not pass without it.
 */
import pg from 'pg';
import { lacksForKafka } from './kafka/jars.js';

const url = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
try {
  await client.connect();
  const { rows } = await client.query<{ version: string }>('select version()');
  process.env['TEST_DATABASE_URL'] = url;
  process.stderr.write(`engines: ${rows[0]?.version ?? ''}\n`);
  await client.end();
} catch (error) {
  const message = `engines: no PostgreSQL at ${new URL(url).host} (${(error as Error).message})`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`SKIPPED, ${message}: running on the embedded one\n`);
}

// Never a failure: no package registry in use has this server, so only its operator can provide one.
process.stderr.write(
  process.env['EVENTSTORE_URL']
    ? 'engines: the log also on the EventStoreDB of EVENTSTORE_URL\n'
    : 'SKIPPED, engines: no EVENTSTORE_URL: EventStoreDB only as the stand-in of the tests\n',
);
const lacking = await lacksForKafka();
if (lacking === undefined) {
  process.env['TEST_KAFKA'] = 'yes';
  process.stderr.write('engines: Kafka, started here by its jars\n');
} else {
  const message = `engines: no Kafka can be started here: ${lacking} is not installed`;
  if (process.env['CI'] === 'true') throw new Error(message);
  process.stderr.write(`SKIPPED, ${message}\n`);
}
