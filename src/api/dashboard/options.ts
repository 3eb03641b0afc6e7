/** What the app says of the dashboard. */

/** An account that a page of a simulated ledger signs in to by itself. */
export interface DemoUser {
  readonly email: string;
  readonly password: string;
}

export interface DashboardOptions {
  /** Of the built dashboard. */
  readonly folder: string;
  /** Whom the page signs in by itself; only on a simulated ledger. */
  readonly demoUser: DemoUser | null;
}
