/**
 * The consent of the owner of an account at a source: stored once it was given, read before each access token, removed when people say
 * so. The token that stands for it is sealed under the application's key (base/seal.ts), so a dump of the database holds none.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type LedgerError, ledgerError } from '../base/errors.js';
import type { Runtime } from '../base/runtime.js';
import { seal, type SealKey, unseal } from '../base/seal.js';
import { instantOf } from '../domain/instant.js';
import type { Database } from '../postgres/database.js';
import type { AccountToken, Consent, Source } from './source.js';

/** How long a page that asks for a consent may stay open. */
const pageOpenMs = 3_600_000;
const stateBytes = 16;

/** A consent as everybody may know it. */
export interface ConsentState {
  readonly granted_at: string;
  /** `null`: the source states no end. */
  readonly expires_at: string | null;
  /** When the source refused its token; `null`: never. */
  readonly refused_at: string | null;
}

/** A consent that holds, as far as is known. */
export interface HeldConsent {
  readonly id: string;
  readonly token: string;
}

export interface Consents {
  /** Returns the consent; `null` if there is none. Throws SOURCE_REFUSED if there is one that does not hold any more. */
  held(): Promise<HeldConsent | null>;
  /** Notes that the source refused the token of a consent. */
  refused(consentId: string): Promise<void>;
  /** Replaces the token of a consent by another that the source handed out for it. */
  renewed(consentId: string, token: AccountToken): Promise<void>;
  /** Stores a consent, in place of an earlier one. */
  given(token: AccountToken): Promise<ConsentState>;
  /** Removes the consent and what was asked for. Returns whether there was one. */
  forget(): Promise<boolean>;
  /** Notes that a consent is asked for. Returns the state to be handed back with its code. */
  ask(): Promise<string>;
  /** Throws VALIDATION_FAILED unless `state` is that of the consent asked for last. */
  assertAsked(state: string): Promise<void>;
}

type StateRow = { granted_at: string; expires_at: string | null; refused_at: string | null };
type Row = StateRow & { consent_id: string; sealed: Buffer };

/** Reads the state of the consent of a source; `null` if there is none. */
export const readConsentState = async (database: Database, source: string): Promise<ConsentState | null> => {
  const sql = `select granted_at, expires_at, refused_at from collecting.consents where source = $1`;
  return (await database.query<StateRow>(sql, [source]))[0] ?? null;
};

/** Returns whether the token of a consent may be sent, as far as is known. */
export const consentHolds = ({ refused_at, expires_at }: ConsentState, now: Date): boolean =>
  refused_at === null && (expires_at === null || Date.parse(expires_at) > now.getTime());

/** Returns the sentence that says how to go on where a consent does not hold. */
export const authoriseAgain = (source: string): string =>
  `authorise again with "tcg-ledger sources authorise ${source}", or end the consent with its --forget`;

/** Returns what is known of a consent, in words. */
export const describeConsent = (source: string, consent: ConsentState, now: Date): string => {
  const { granted_at, expires_at, refused_at } = consent;
  if (consentHolds(consent, now)) return `consent of ${granted_at}${expires_at === null ? '' : ` until ${expires_at}`}`;
  const end = refused_at === null ? `ended at ${expires_at}` : `was refused at ${refused_at}`;
  return `the consent of ${granted_at} ${end}: ${authoriseAgain(source)}`;
};

/** Returns that the seal of a token does not open, in words. */
const describeUnreadable = (source: string, { granted_at }: ConsentState, variable: string): string =>
  `the token of the consent of ${granted_at} cannot be read with this ${variable}: ${authoriseAgain(source)}`;

const keyOf = (source: string, { sealedBy }: Pick<Consent, 'sealedBy'>): SealKey => ({
  secret: sealedBy.value,
  purpose: `consent ${source}`,
});

/** What is known of a consent without asking the source. */
export interface CheckedConsent {
  readonly isUsable: boolean;
  readonly text: string;
}

/** Checks the consent of a source: whether it holds, and whether its token can be read as this process is configured. `null`: none. */
export const checkConsent = async (
  { database, runtime }: { readonly database: Database; readonly runtime: Pick<Runtime, 'now'> },
  { name, authorisation }: Pick<Source, 'name' | 'authorisation'>,
): Promise<CheckedConsent | null> => {
  const [row] = await database.query<Row>(`select * from collecting.consents where source = $1`, [name]);
  if (row === undefined) return null;
  const now = runtime.now();
  const consent = authorisation?.consent;
  const isUsable = consentHolds(row, now);
  if (!isUsable || consent === undefined || unseal(row.sealed, keyOf(name, consent)) !== null)
    return { isUsable, text: describeConsent(name, row, now) };
  return { isUsable: false, text: describeUnreadable(name, row, consent.sealedBy.variable) };
};

const hashOf = (state: string): Buffer => createHash('sha256').update(state).digest();

const wrongState = (expected: string): LedgerError =>
  ledgerError('VALIDATION_FAILED', `state: expected ${expected}`, { details: { state: expected } });

const givenSql = `
  insert into collecting.consents (source, consent_id, sealed, granted_at, expires_at) values ($1, $2, $3, $4, $5)
  on conflict (source) do update set consent_id = excluded.consent_id, sealed = excluded.sealed, granted_at = excluded.granted_at,
    expires_at = excluded.expires_at, refused_at = null`;

const askSql = `
  insert into collecting.consent_requests (source, state_hash, requested_at) values ($1, $2, $3)
  on conflict (source) do update set state_hash = excluded.state_hash, requested_at = excluded.requested_at`;

/** Removes the consent of a source, which need not be collected any more, and what was asked for. Returns whether there was one. */
export const forgetConsent = async (database: Database, source: string): Promise<boolean> => {
  await database.query(`delete from collecting.consent_requests where source = $1`, [source]);
  const sql = `delete from collecting.consents where source = $1 returning source`;
  return (await database.query(sql, [source])).length > 0;
};

/** Opens the consent of a source. */
export const openConsents = (
  { database, runtime }: { readonly database: Database; readonly runtime: Runtime },
  source: string,
  consent: Pick<Consent, 'sealedBy'>,
): Consents => {
  const key = keyOf(source, consent);
  const endOf = ({ expiresInS }: AccountToken): string | null =>
    expiresInS === null ? null : instantOf(new Date(runtime.now().getTime() + expiresInS * 1_000));
  const lost = (what: string): LedgerError =>
    ledgerError('SOURCE_REFUSED', `${source}: ${what}`, { details: { consent: 'refused' } });

  return {
    async held() {
      const [row] = await database.query<Row>(`select * from collecting.consents where source = $1`, [source]);
      if (row === undefined) return null;
      const now = runtime.now();
      if (!consentHolds(row, now)) throw lost(describeConsent(source, row, now));
      const token = unseal(row.sealed, key);
      if (token === null) throw lost(describeUnreadable(source, row, consent.sealedBy.variable));
      return { id: row.consent_id, token };
    },
    async refused(consentId) {
      const sql = `update collecting.consents set refused_at = $3 where source = $1 and consent_id = $2`;
      await database.query(sql, [source, consentId, instantOf(runtime.now())]);
    },
    async renewed(consentId, token) {
      const sql = `
        update collecting.consents set sealed = $3, expires_at = coalesce($4, expires_at)
        where source = $1 and consent_id = $2`;
      await database.query(sql, [source, consentId, seal(token.token, key, runtime), endOf(token)]);
    },
    async given(token) {
      const state = { granted_at: instantOf(runtime.now()), expires_at: endOf(token), refused_at: null };
      const sealed = seal(token.token, key, runtime);
      await database.transaction(async (client) => {
        await client.query(givenSql, [source, runtime.uuid(), sealed, state.granted_at, state.expires_at]);
        await client.query(`delete from collecting.consent_requests where source = $1`, [source]);
      });
      return state;
    },
    forget: () => forgetConsent(database, source),
    async ask() {
      const state = runtime.secret(stateBytes);
      await database.query(askSql, [source, hashOf(state), instantOf(runtime.now())]);
      return state;
    },
    async assertAsked(state) {
      type Asked = { state_hash: Buffer; requested_at: string };
      const sql = `select state_hash, requested_at from collecting.consent_requests where source = $1`;
      const [asked] = await database.query<Asked>(sql, [source]);
      if (asked === undefined || !timingSafeEqual(asked.state_hash, hashOf(state)))
        throw wrongState('that of the page that was asked for last');
      if (runtime.now().getTime() - Date.parse(asked.requested_at) > pageOpenMs)
        throw wrongState('that of a page asked for within the last hour; ask for another');
    },
  };
};
