/** What the server tells a page about the ledger it shows: the JSON in its head (src/api/dashboard). */
export interface LedgerFacts {
  /** All cards and prices are made up. */
  readonly simulated: boolean;
  /** The published user of a demo, who is signed in by the page; `null` on a real ledger. */
  readonly demoUser: { readonly email: string; readonly password: string } | null;
  /** Whether /pictures/{card_id} shows cards. */
  readonly pictures: boolean;
  readonly version: string;
}

interface Given {
  readonly simulated?: boolean;
  readonly demo_user?: LedgerFacts['demoUser'];
  readonly pictures?: boolean;
  readonly version?: string;
}

const read = (): LedgerFacts => {
  const given = JSON.parse(document.getElementById('ledger')?.textContent ?? '{}') as Given;
  return {
    simulated: given.simulated ?? false,
    demoUser: given.demo_user ?? null,
    pictures: given.pictures ?? false,
    version: given.version ?? '',
  };
};

export const ledger = read();
