/** The notifier of a process: senders, the dead-letter topic, cleaning up. What feeds the queue is chosen by the app. */
import type { EventLog } from '../log/event-log.js';
import type { EventSink } from '../publishing/event-sink.js';
import { topics } from '../publishing/topic-definitions.js';
import { runCleanUp } from './clean-up.js';
import { runDeadLetters } from './dead-letters.js';
import { createGuardedAgent, type GuardedAgentOptions } from './guarded-agent.js';
import { runSenders, type SendersDeps } from './senders.js';

export interface NotifierDeps extends Omit<SendersDeps, 'dispatcher'> {
  readonly log: EventLog;
  readonly sink: EventSink;
  readonly agent: GuardedAgentOptions;
  /** How long attempts, and notifications that are over, are kept. */
  readonly keptMs: number;
}

/** Runs until `signal` aborts. Never throws. */
export const runNotifier = async (deps: NotifierDeps, signal: AbortSignal): Promise<void> => {
  const dispatcher = createGuardedAgent(deps.agent);
  try {
    await Promise.all([
      runSenders({ ...deps, dispatcher }, signal),
      // Letters that nobody could read wait in their table until there is a topic.
      ...(deps.sink.wants(topics.notificationsDlq) ? [runDeadLetters(deps, signal)] : []),
      runCleanUp(deps, signal),
    ]);
  } finally {
    await dispatcher.destroy();
  }
};
