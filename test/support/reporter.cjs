// The spec reporter. Beside it, where MOCHA_JSON names a file: the counts, from which CI sums, the slowest files, and each
// failure, which CI prints last: the log of a run may be cut to its end.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters } = require('mocha');

const slowestMax = 30;

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const seconds = new Map();
    const add = ({ file, duration = 0 }) => {
      if (file) seconds.set(file, (seconds.get(file) ?? 0) + duration / 1000);
    };
    runner.on('test end', add);
    runner.on('hook end', add);
    const failures = [];
    runner.on('fail', (test, error) =>
      failures.push({
        file: relative('.', test.file ?? ''),
        title: test.fullTitle(),
        error: String(error?.stack ?? error),
      }),
    );
    runner.once('end', () => {
      if (!process.env.MOCHA_JSON) return;
      const slowest = [...seconds]
        .sort(([, a], [, b]) => b - a)
        .slice(0, slowestMax)
        .map(([file, s]) => ({ file: relative('.', file), seconds: Math.round(s * 10) / 10 }));
      writeFileSync(process.env.MOCHA_JSON, JSON.stringify({ stats: this.stats, slowest, failures }));
    });
  }
};
