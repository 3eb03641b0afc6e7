/** Goal: an alert made by a new reader arrives when real prices move, as the files have it. Method: alert-story.ts. */
import { describeAlertStory } from '../support/alert-story.js';

describeAlertStory('a reader of three real days', { days: ['2025-09-21', '2025-09-27', '2025-09-30'] });
