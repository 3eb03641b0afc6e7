/** Which sets were collected on which days, as a heat map whose rows say the same in words. */
import { Link } from 'wouter-preact';
import { Answer, Nothing, useAnswer } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { Check, ResetFilters, Select, useFilters } from '../../components/filters.js';
import { Pages } from '../../components/pages.js';
import { csvPath, withFilters } from '../../filters.js';
import { count, day, dayBeside } from '../../format.js';
import { gameOptions } from '../../games.js';
import { paths } from '../../paths.js';
import { cell, missedDays, pathOf, wordsOf } from './calendar-shape.js';
import { useAddressQuery } from '../../query.js';

const limit = 25;
/** More missed days than these are told by their number. */
const missedShown = 4;

const Days = ({ days }: { readonly days: string }) => (
  <svg class="calendar" viewBox={`0 0 ${days.length * cell} ${cell}`} preserveAspectRatio="none" aria-hidden="true">
    <path class="changed" d={pathOf(days, 'C')} />
    <path class="unchanged" d={pathOf(days, 'U')} />
    <path class="missed" d={pathOf(days, 'M')} />
  </svg>
);

interface RowProps {
  readonly set: Schemas['SetCalendar'];
  readonly from: string;
  /** Whether the row names its source: a set has a row for each. */
  readonly withSource: boolean;
}

const Row = ({ set, from, withSource }: RowProps) => {
  const missed = missedDays(set.days, from);
  const shown = missed.slice(0, missedShown).map((date) => dayBeside(date, from));
  return (
    <tr>
      <th scope="row">
        <Link href={paths.set(set.set_id)}>{set.name ?? set.set_id}</Link>
        {withSource && <small> {set.source}</small>}
      </th>
      <td class="of-days">
        <Days days={set.days} />
      </td>
      <td>
        <small>
          {wordsOf(set.days)}
          {missed.length === 0 ? '' : `: ${shown.join(', ')}${missed.length > missedShown ? ' …' : ''}`}
        </small>
      </td>
    </tr>
  );
};

const Legend = () => (
  <p class="legend">
    <Days days="C" /> changed <Days days="U" /> all as before <Days days="M" /> missed; blank: not expected.
  </p>
);

export const Calendar = ({ sources }: { readonly sources: readonly string[] }) => {
  const filters = useFilters(['source', 'tcg_type', 'missed'] as const);
  const [address, setAddress] = useAddressQuery();
  const { missed: isMissedOnly, ...query } = filters.values;
  const answer = useAnswer(
    ['coverage', 'calendar', query],
    // An address may hold anything: the API says what is wrong with it.
    () => bodyOf(api.GET('/coverage/calendar', { params: { query: query as never } })),
    { keep: true },
  );
  return (
    <section aria-labelledby="calendar">
      <h2 id="calendar">Coverage: sets by day</h2>
      <div class="controls">
        <Select of={filters} name="tcg_type" label="Game" options={gameOptions} />
        <Select
          of={filters}
          name="source"
          label="Source"
          options={[['', 'All sources'], ...sources.map((source) => [source, source] as const)]}
        />
        <Check of={filters} name="missed" label="Only sets with missed days" />
        <ResetFilters of={filters} />
      </div>
      <Answer of={answer} lines={40}>
        {({ sets, from, to }) => {
          const shown = isMissedOnly === 'true' ? sets.filter(({ missed }) => missed > 0) : sets;
          const offset = Math.min(Math.max(0, Number(address.get('offset') ?? 0) || 0), Math.max(0, shown.length - 1));
          const distinct = new Set(sets.map(({ set_id }) => set_id)).size;
          const withSource = new Set(sets.map(({ source }) => source)).size > 1;
          const missed = sets.reduce((sum, set) => sum + set.missed, 0);
          return (
            <>
              <p>
                {count(distinct)} sets from {day(from)} to {day(to)}:{' '}
                {missed === 0 ? 'no day was missed.' : `${count(missed)} times a set was expected and not collected.`}
              </p>
              <Legend />
              {shown.length === 0 ? (
                <Nothing>
                  {isMissedOnly === 'true' ? 'No set missed a day.' : 'No set was collected in this time.'}
                </Nothing>
              ) : (
                <>
                  <table class="plain calendars">
                    <thead>
                      <tr>
                        <th scope="col">Set</th>
                        <th scope="col">
                          <span class="ends">
                            <span>{dayBeside(from, to)}</span>
                            <span>{dayBeside(to, from)}</span>
                          </span>
                        </th>
                        <th scope="col">Days</th>
                      </tr>
                    </thead>
                    <tbody>
                      {shown.slice(offset, offset + limit).map((set) => (
                        <Row key={`${set.source} ${set.set_id}`} set={set} from={from} withSource={withSource} />
                      ))}
                    </tbody>
                  </table>
                  <Pages
                    of={{ total: shown.length, limit, offset, has_more: offset + limit < shown.length }}
                    go={(at) => setAddress(withFilters(address, { offset: at === 0 ? '' : String(at) }))}
                  />
                </>
              )}
              <p>
                <a href={csvPath('/coverage/calendar', query)}>CSV of all sets</a>
              </p>
            </>
          );
        }}
      </Answer>
    </section>
  );
};
