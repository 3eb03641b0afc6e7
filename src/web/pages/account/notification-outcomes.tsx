/** How notifications that were just queued go: asked for until all have an end. */
import { useEffect } from 'preact/hooks';
import { queries } from '../../answer.js';
import { api, bodyOf, type Schemas } from '../../api.js';
import { moment } from '../../format.js';
import { Attempts } from './attempts.js';
import { useMine } from './mine.js';

/** Tests are sent at once; one that has to be tried again is looked at in the list. */
const everyMs = 1_500;

/** Neither at its end, nor waiting for a later try. */
const isUnderWay = ({ state, attempts }: Schemas['NotificationShown']): boolean =>
  state === 'waiting' && attempts.every(({ outcome }) => outcome === 'started');

/** How it went so far. */
const outcomeOf = (sent: Schemas['NotificationShown']): string =>
  sent.state !== 'waiting'
    ? sent.state
    : isUnderWay(sent)
      ? 'under way'
      : `not delivered; tried again at ${moment(sent.due_at)}`;

export const Outcomes = ({
  of: ids,
  alertId,
  channelId,
}: {
  readonly of: readonly string[];
  readonly alertId?: string;
  readonly channelId?: string;
}) => {
  const query = {
    limit: 50,
    ...(alertId === undefined ? {} : { alert_id: alertId }),
    ...(channelId === undefined ? {} : { channel_id: channelId }),
  };
  const asked = useMine(
    ['outcomes', ids],
    async () => {
      const { notifications } = await bodyOf(api.GET('/notifications', { params: { query } }));
      return notifications.filter(({ notification_id: id }) => ids.includes(id));
    },
    { enabled: ids.length > 0, everyMs: (seen) => (seen === undefined || seen.some(isUnderWay) ? everyMs : false) },
  );
  const isOver = asked.data !== undefined && asked.data.length > 0 && !asked.data.some(isUnderWay);
  useEffect(() => {
    // What became of them may have switched a channel off.
    if (isOver) void queries.invalidateQueries({ queryKey: ['mine', 'channels'] });
  }, [isOver, ids]);
  if (ids.length === 0) return null;
  return (
    <div class="notice outcomes" role="status">
      {asked.data === undefined || asked.data.length === 0 ? (
        <p>On its way …</p>
      ) : (
        <ul>
          {asked.data.map((sent) => (
            <li key={sent.notification_id}>
              <strong>
                {sent.channel_kind}: {outcomeOf(sent)}
              </strong>
              {sent.reason === null ? null : ` – ${sent.reason}`}
              <Attempts of={sent.attempts} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
