/** Goal: `collect` says what a run left out, and nothing of it where there was nothing. */
import { expect } from 'chai';
import { resultText } from '../../src/cli/commands/collect.js';
import type { CollectResult } from '../../src/collecting/collection.js';
import { noCounts } from '../../src/collecting/run-events.js';
import type { LogPosition } from '../../src/domain/envelope.js';

const finished: CollectResult & { outcome: 'finished' } = {
  ...noCounts,
  outcome: 'finished',
  run_id: 'r',
  upstream_stamp: '2026-10-01T20:05:33Z',
  sets: 2,
  rows: 5,
  requests: 7,
  omissions: [],
  position: '1' as LogPosition,
};
const counts = 'sets 2  rows 5  changed 0  unchanged 0  withdrawn 0  quarantined 0  requests 7';

describe('what collect prints', () => {
  it('is one line of counts', () => {
    expect(resultText(finished)).to.equal(`finished: 2026-10-01T20:05:33Z  ${counts}`);
  });

  it('names missing files, rows and fields by their place, ten of them', () => {
    const missing = {
      kind: 'file',
      file: '/3/12/prices',
      set_id: 'pokemon-12',
      place: null,
      detail: 'answered 403',
    } as const;
    const rows = Array.from({ length: 11 }, (_, at) => ({
      kind: 'row' as const,
      file: '/3/12/products',
      set_id: 'pokemon-12',
      place: `results.${at}`,
      detail: 'name: expected a text',
    }));
    const result = { ...finished, withheld: 40, missing_files: 1, omissions: [missing, ...rows] };
    const lines = resultText(result).split('\n');
    expect(lines[0]).to.equal(`finished: 2026-10-01T20:05:33Z  ${counts}  withheld 40  missing files 1`);
    expect(lines.slice(1, 3)).to.deep.equal([
      '  file /3/12/prices: answered 403',
      '  row /3/12/products results.0: name: expected a text',
    ]);
    expect(lines).to.have.length(12);
    expect(lines.at(-1)).to.equal('  and 2 more: GET /v1/coverage');
  });
});
