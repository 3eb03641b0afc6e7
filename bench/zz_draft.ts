import { openDatabase } from '/work/main/src/postgres/database.js';
import { copyRows } from '/work/main/src/postgres/binary.js';
import { appendEvents } from '/work/main/src/log/postgres/append.js';
import { factor } from '/work/main/src/log/postgres/shapes.js';
import { systemRuntime } from '/work/main/src/runtime.js';
import { priceObserved } from '/work/main/src/domain/observe.js';
import { randomUUID } from 'node:crypto';
const url = process.argv[2]!;
const owner = openDatabase({ url, application: 'b', asApp: false });
const db = openDatabase({ url, application: 'b' });
await owner.query('drop schema if exists bench cascade');
await owner.query('create schema bench');
await owner.query('create table bench.copied (like ledger.events including all)');
const rt = systemRuntime();
let serial = 0;
const page = (n: number) => { const run = randomUUID(); const prov = randomUUID(); const day = serial++;
  return Array.from({ length: n }, (_, i) => priceObserved({ card_id: `pokemon-${500000 + i}`, source: 'tcgplayer', kind: 'market', printing: i % 3 ? { name: 'Holofoil', slug: 'holofoil' } : { name: 'Reverse Holofoil', slug: 'reverse-holofoil' }, condition: null, grade: null, language: null, currency: 'USD', low: 100 + i, mid: 200 + i, high: 9000 + i, market: 150 + i + day, direct_low: i % 4 ? null : 120, sample_size: null, effective_at: new Date(1.75e12 + day * 1000).toISOString().replace('.000Z', 'Z'), collection: run, provenance: prov }));
};
const meta = { correlation_id: randomUUID(), causation_id: null, actor: 'collector', source: 'tcgplayer', parser_version: 1 };
let pos = 0;
const copy = async (evs: any[], one: boolean, round: number) => {
  const f = factor(evs);
  const rows = evs.map((e, i) => [pos + 1 + i, pos + 1, e.id, one ? 1 : 100000 * 0 + 2 + i + one_off, one ? oneRev++ : manyRev, 1, f.shape[i], f.data[i]]);
  pos += evs.length;
  const c = await owner.connect();
  const t = performance.now();
  await copyRows(c, 'bench.copied', { position: 'int8', append_id: 'int8', id: 'uuid', stream_id: 'int4', revision: 'int4', type_id: 'int2', shape: 'int2', data: 'text' }, rows);
  const d = performance.now() - t; c.release(); return d;
};
let oneRev = 0, manyRev = 0, one_off = 0;
const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!;
for (const mode of ['one', 'existing', 'new'] as const) {
  const A: number[] = [], C: number[] = [];
  for (let r = 0; r < 60; r++) {
    const evs = page(1000);
    const off = mode === 'existing' ? (r % 15) * 1000 : 0; if (mode === 'existing') { one_off = off; }
    if (mode === 'new') one_off += 1000;
    const aps = mode === 'one' ? [{ stream: 'price-one', expectedRevision: 'any' as const, events: evs }] : evs.map((e, i) => ({ stream: `price-pokemon-${mode === 'new' ? 1e6 + r * 1000 + i : off + i}`, expectedRevision: 'any' as const, events: [e] }));
    const t = performance.now();
    const out = await appendEvents({ database: db, runtime: rt, lockTimeoutMs: 1000 }, aps, meta);
    const d = performance.now() - t;
    if (out.some((o) => o.outcome !== 'appended')) throw new Error(JSON.stringify(out[0]));
    const c = await copy(evs, mode === 'one', r); manyRev++;
    if (r >= 15) { A.push(d); C.push(c); }
  }
  console.log(mode, 'append', med(A).toFixed(2), 'copy', med(C).toFixed(2), 'ratio', (med(C) / med(A)).toFixed(2));
}
await db.close(); await owner.close();
