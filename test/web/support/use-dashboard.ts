/** The hooks that most specs of the dashboard share: a browser, and the API's world of tests behind the built pages. */
import { type ApiFixture, openMarket } from '../../support/api-fixture.js';
import { builtDashboard, type DashboardBrowser, openBrowser, type Visit, type VisitOptions } from './dashboard.js';

export interface UsedDashboard {
  readonly fixture: ApiFixture;
  /** Begins a visit of the fixture's pages. */
  readonly visit: (options?: VisitOptions) => Promise<Visit>;
  readonly browser: DashboardBrowser;
}

/** Opens both before the tests of a suite, and closes them after. Without a browser the suite is skipped. */
export const useDashboard = (
  open = (): Promise<ApiFixture> => openMarket({ api: { dashboard: builtDashboard } }),
): UsedDashboard => {
  let fixture: ApiFixture | undefined;
  let browser: DashboardBrowser | undefined;
  before(async function () {
    this.timeout(180_000);
    browser = await openBrowser(this);
    fixture = await open();
  });
  after(async () => {
    await browser?.close();
    await fixture?.close();
  });
  const used = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the suite has not begun');
    return one;
  };
  return {
    get fixture() {
      return used(fixture);
    },
    get browser() {
      return used(browser);
    },
    visit: (options) => used(browser).visit(used(fixture).api.url, options),
  };
};
