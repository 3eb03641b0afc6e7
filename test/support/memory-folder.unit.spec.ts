/** Goal: what a killed run of tests left in memory goes with the next run, and what a live one has stays. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { folderNameOf, removeAbandoned } from './memory-folder.js';

describe('the folder of tests in memory', () => {
  it('is removed by the next run if its own was killed, and never while that runs', () => {
    const parent = mkdtempSync(join(tmpdir(), 'ledger-memory-'));
    try {
      const { pid: dead } = spawnSync(process.execPath, ['-e', '']);
      const names = {
        dead: `${folderNameOf(dead)}aaaaaa`,
        alive: `${folderNameOf(process.pid)}bbbbbb`,
        // The first process belongs to somebody else, or to root.
        first: `${folderNameOf(1)}cccccc`,
        elsewhere: `${folderNameOf(dead)}dddddd`.replace(/tests-\d+/, 'tests-1'),
        another: `something-${dead}-eeeeee`,
      };
      for (const name of Object.values(names)) {
        mkdirSync(join(parent, name, 'within'), { recursive: true });
        writeFileSync(join(parent, name, 'within', 'file'), 'text');
      }
      removeAbandoned(parent);
      const { dead: _removed, ...left } = names;
      expect(readdirSync(parent).sort()).to.deep.equal(Object.values(left).sort());
    } finally {
      rmSync(parent, { recursive: true, force: true });
    }
  });
});
