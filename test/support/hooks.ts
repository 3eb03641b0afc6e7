/** Root hooks of every mocha run. */
import { stopTestServer } from './postgres.js';

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopTestServer();
  },
};
