import { openDatabase } from '/work/main/src/postgres/database.js';
import { readAll } from '/work/main/src/log/postgres/read.js';
import { createNames } from '/work/main/src/log/postgres/names.js';
import { pages } from '/work/main/src/log/event-log.js';
import { startPosition } from '/work/main/src/domain/envelope.js';
const db = openDatabase({ url: process.argv[2]!, application: 'b' });
for (const page of [1000, 5000]) for (let r = 0; r < 3; r++) {
  const reading = { database: db, names: createNames(db) };
  let t = performance.now(); let n = 0, after = 0;
  for (;;) { const rows = await db.query<any>('select * from ledger.events where position > $1 order by position limit $2', [after, page]); n += rows.length; if (rows.length < page) break; after = rows.at(-1).position; }
  const raw = performance.now() - t;
  t = performance.now(); let m = 0; let p = startPosition;
  for await (const g of pages({ readAll: (o) => readAll(reading, o) }, { after: startPosition, pageEvents: page })) m += g.events.length;
  const dec = performance.now() - t;
  t = performance.now(); p = startPosition; let f = 0;
  for (;;) { const g = await readAll(reading, { after: p, limit: page, filter: { streamPrefixes: ['nothing-'] } }); f++; if (g.atHead) break; p = g.position; }
  const filt = performance.now() - t;
  console.log(page, n, m, 'raw', raw.toFixed(0), 'replay', dec.toFixed(0), 'ratio', (raw / dec).toFixed(2), 'ev/s', (m / dec * 1000).toFixed(0), 'filter nothing', filt.toFixed(0), f);
}
await db.close();
