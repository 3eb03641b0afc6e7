/** The newest runs, and what they left out. */
import { Answer, Nothing, useAnswer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { count, moment } from '../../format.js';
import { outcomeOf } from './sources.js';

const number = (value: number | null): string => (value === null ? '–' : count(value));

const columns = [
  ['rows', 'Rows'],
  ['changed', 'Changed'],
  ['withdrawn', 'Withdrawn'],
  ['quarantined', 'Quarantined'],
  ['requests', 'Requests'],
] as const;

const Row = ({ run }: { readonly run: Schemas['Run'] }) => (
  <tr>
    <th scope="row">{moment(run.started_at)}</th>
    <td>{run.source}</td>
    <td>{moment(run.upstream_stamp)}</td>
    <td>{outcomeOf(run)}</td>
    {columns.map(([name]) => (
      <td key={name} class="number">
        {number(run[name])}
      </td>
    ))}
  </tr>
);

export const Runs = () => {
  const answer = useAnswer(['coverage', 'runs'], () =>
    bodyOf(api.GET('/coverage', { params: { query: { limit: 1 } } })),
  );
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">Recent runs</h2>
      <Answer of={answer} lines={12}>
        {({ runs, omissions }) =>
          runs.length === 0 ? (
            <Nothing>No run yet. The first one shows up here when it begins.</Nothing>
          ) : (
            <>
              <div class="scroll" tabIndex={0} role="region" aria-label="Recent runs">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Begun</th>
                      <th scope="col">Source</th>
                      <th scope="col">Prices of</th>
                      <th scope="col">Outcome</th>
                      {columns.map(([name, text]) => (
                        <th key={name} scope="col" class="number">
                          {text}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {runs.map((run) => (
                      <Row key={run.run_id} run={run} />
                    ))}
                  </tbody>
                </table>
              </div>
              {omissions.length === 0 ? null : (
                <details>
                  <summary>{count(omissions.length)} files, rows or fields were left out this week</summary>
                  <ul>
                    {omissions.map(({ run_id: run, file, place, detail }) => (
                      <li key={`${run} ${file} ${place}`}>
                        <code>{file}</code> {place}: {detail}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </>
          )
        }
      </Answer>
    </section>
  );
};
