/** How far the read models follow the log: what /health/ready says to everybody. */
import { Answer, useAnswer } from '../../answer.js';
import { ApiError } from '../../api.js';
import { count } from '../../format.js';

interface Lag {
  readonly subscriber: string;
  readonly position: string;
  readonly state: string;
  readonly events: number;
  /** Missing while the log is not there. */
  readonly up_to_date?: boolean;
  readonly error: string | null;
  readonly dead_letters: number;
}

interface Ready {
  readonly status: 'draining' | 'not_ready' | 'ready';
  readonly database?: 'down' | 'up';
  readonly log?: 'down' | 'up';
  readonly projections?: readonly Lag[];
}

/** Asks for the readiness. 503 has a body of the same form. */
const askReady = async (): Promise<Ready> => {
  const response = await fetch('/health/ready', { cache: 'no-store' }).catch(() => null);
  if (response === null) throw new ApiError(0, null);
  if (response.status !== 200 && response.status !== 503) throw new ApiError(response.status, null);
  return (await response.json()) as Ready;
};

const readyTexts: Record<Ready['status'], string> = {
  ready: 'The API is ready.',
  not_ready:
    'The API is not ready: something below is missing, stopped or away. Its operator sees why with tcg-ledger doctor.',
  draining: 'This process of the API ends; another one goes on.',
};

const stateOf = ({ state, error, up_to_date: isUpToDate }: Lag): string => {
  if (state !== 'live') return error === null ? state : `${state}: ${error}`;
  return isUpToDate === undefined ? 'live' : isUpToDate ? 'up to date' : 'behind the log';
};

export const ReadModels = () => {
  const answer = useAnswer(['ready'], askReady);
  return (
    <section aria-labelledby="models">
      <h2 id="models">Read models</h2>
      <Answer of={answer} lines={10}>
        {({ status, database, log, projections = [] }) => (
          <>
            <p>
              {readyTexts[status]}
              {database === 'down' ? ' The database does not answer.' : ''}
              {log === 'down' ? ' The log does not answer.' : ''}
            </p>
            {projections.length === 0 ? null : (
              <table class="plain">
                <thead>
                  <tr>
                    <th scope="col">Read model</th>
                    <th scope="col">State</th>
                    <th scope="col" class="number">
                      Events
                    </th>
                    <th scope="col" class="number">
                      Set aside
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {projections.map((lag) => (
                    <tr key={lag.subscriber}>
                      <th scope="row">{lag.subscriber}</th>
                      <td>{stateOf(lag)}</td>
                      <td class="number">{count(lag.events)}</td>
                      <td class="number">{count(lag.dead_letters)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
      </Answer>
    </section>
  );
};
