/** Starts the dashboard in the browser. */
import { QueryClientProvider } from '@tanstack/preact-query';
import { render } from 'preact';
import { queries } from './answer.js';
import { App } from './app.js';
import { resumeSession, whenUserChanges } from './session.js';
import './styles/base.css';
import './styles/lists.css';

const root = document.getElementById('app');
if (root !== null) {
  // What was asked for one user is not shown to the next.
  whenUserChanges(() => queries.removeQueries({ queryKey: ['mine'] }));
  void resumeSession();
  render(
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>,
    root,
  );
}
