/** Each source: whether it answers, what it sent last, when it is asked next, and what of its budget is left. */
import type { Schemas } from '../../api.js';
import { useNow } from '../../clock.js';
import { sourceStates } from '../../components/source-states.js';
import { ago, count, moment } from '../../format.js';

type Source = Schemas['SourceAnswer'];

const breakerTexts: Record<Source['breaker'], string> = {
  closed: 'requests are sent',
  open: 'no request is sent for a while, after too many failures',
  half_open: 'one request is tried, after too many failures',
};

/** Returns how a run ended, in words. */
export const outcomeOf = ({ status, code, detail }: Schemas['Run']): string => {
  if (status !== 'failed') return status;
  return `failed: ${detail ?? code ?? 'no reason was given'}${code === null || detail === null ? '' : ` (${code})`}`;
};

const Budget = ({ of: { used, left, max } }: { readonly of: Schemas['SourceBudget'] }) =>
  max === null ? (
    <>{count(used)} in 24 hours, without a limit</>
  ) : (
    <>
      {count(used)} of {count(max)} in 24 hours, {count(left ?? 0)} left
      <progress value={used} max={Math.max(1, max)} aria-label="Requests used" />
    </>
  );

export const SourcePanel = ({ of: source }: { readonly of: Source }) => {
  const now = useNow();
  const { last_run: run, failure, newest_snapshot: newest, next_run: next } = source;
  const isWell = source.state === 'ok' || source.state === 'collecting';
  return (
    <section class="panel" aria-label={source.source}>
      <h3>
        {source.source} <small class={isWell ? 'badge' : 'badge warn'}>{sourceStates[source.state]}</small>
        {source.simulated ? <small class="badge warn">simulated</small> : null}
      </h3>
      <dl class="facts">
        <dt>Newest prices</dt>
        <dd>{newest === null ? 'none yet' : `of ${moment(newest)}, ${ago(newest, now)}`}</dd>
        <dt>Next run</dt>
        <dd>
          {next === null
            ? source.configured
              ? 'none is planned'
              : 'none: this ledger no longer collects from it'
            : `${ago(next, now)}, at ${moment(next)}`}
        </dd>
        <dt>Last run</dt>
        <dd>
          {run === null
            ? 'none yet'
            : `${outcomeOf(run)}, begun ${ago(run.started_at, now)}; ${count(run.rows ?? 0)} rows of ${count(run.sets ?? 0)} sets, ${count(run.changed ?? 0)} prices changed`}
        </dd>
        {failure === null ? null : (
          <>
            <dt>Failure</dt>
            <dd>
              {failure.detail} (<a href={`/docs/errors#${failure.code.toLowerCase()}`}>{failure.code}</a>,{' '}
              {ago(failure.at, now)})
            </dd>
          </>
        )}
        <dt>Requests</dt>
        <dd>
          <Budget of={source.budget} />
        </dd>
        <dt>Circuit breaker</dt>
        <dd>{breakerTexts[source.breaker]}</dd>
      </dl>
    </section>
  );
};
