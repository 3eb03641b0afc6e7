/** How fresh and how complete the ledger is, and whether all of it works. */
import { Answer, useAnswer } from '../../answer.js';
import { api, bodyOf } from '../../api.js';
import { EmptyLedger } from '../../components/empty-ledger.js';
import { SimulatedLedger } from '../../components/simulated-ledger.js';
import { ledger } from '../../ledger.js';
import { useRenewal } from '../../live.js';
import { useTitle } from '../../title.js';
import { Calendar } from './calendar.js';
import { LiveTicker } from './live-ticker.js';
import { ReadModels } from './read-models.js';
import { Runs } from './runs.js';
import { SourcePanel } from './sources.js';
import './status.css';

const Status = () => {
  useTitle('Status');
  useRenewal(['sources', 'coverage', 'ready']);
  const answer = useAnswer(['sources'], () => bodyOf(api.GET('/sources')));
  const sources = answer.data?.sources ?? [];
  return (
    <>
      <h1>Status</h1>
      {ledger.simulated ? <SimulatedLedger /> : null}
      <Answer of={answer} lines={14}>
        {({ sources: told }) => (
          <>
            {told.every(({ newest_snapshot: newest }) => newest === null) ? <EmptyLedger /> : null}
            <h2>Sources</h2>
            <div class="columns">
              {told.map((source) => (
                <SourcePanel key={source.source} of={source} />
              ))}
            </div>
          </>
        )}
      </Answer>
      <LiveTicker />
      <Calendar sources={sources.map(({ source }) => source)} />
      <Runs />
      <ReadModels />
    </>
  );
};

export default Status;
