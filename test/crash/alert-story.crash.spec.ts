/**
 * Goal: alerts on recorded days of TCGCSV_REAL_DATA fire as the files have it, and arrive. Method: alert-story.ts, on every third
 * day; with STORY_EVERY=1 on all of them, which takes six minutes.
 */
import { describeAlertStory } from '../support/alert-story.js';

const folder = process.env['TCGCSV_REAL_DATA'];
describeAlertStory('a reader of all days of the fixture', {});
if (folder === undefined) {
  describe('a reader of real days', () => {
    it('is told what moved (SKIPPED: TCGCSV_REAL_DATA is not set)', function () {
      this.skip();
    });
  });
} else {
  describeAlertStory('a reader of real days', { folder, every: Number(process.env['STORY_EVERY'] ?? 3) });
}
