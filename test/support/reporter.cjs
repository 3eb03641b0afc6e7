// The spec reporter, and beside it the numbers as JSON where MOCHA_JSON says: CI counts from them.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      if (process.env.MOCHA_JSON) writeFileSync(process.env.MOCHA_JSON, JSON.stringify({ stats: this.stats }));
    });
  }
};
