/** Goal: steps before the app run in order, may wait, and never let a failure go unanswered. Method: fakes of node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { type Step, withSteps } from '../../src/api/pre-middleware.js';
import { turn } from '../support/fake-runtime.js';

describe('steps before the app', () => {
  const request = {} as IncomingMessage;
  const response = {} as ServerResponse;
  let trace: string[];
  beforeEach(() => {
    trace = [];
  });
  const run = (...steps: Step[]): void => {
    const app = () => void trace.push('app');
    const problems = {
      send: () => undefined,
      sendError: (_request: unknown, _response: unknown, error: unknown) => void trace.push((error as Error).message),
    };
    withSteps(steps, app, problems).listener(request, response);
  };
  const step =
    (name: string, goesOn: boolean | Promise<boolean>): Step =>
    () => {
      trace.push(name);
      return goesOn;
    };

  it('run in order, without a turn of the event loop if none waits', () => {
    run(step('a', true), step('b', true));
    expect(trace).to.deep.equal(['a', 'b', 'app']);
  });

  it('end at the step that answers', async () => {
    run(step('a', true), step('b', false), step('c', true));
    await turn();
    expect(trace).to.deep.equal(['a', 'b']);
  });

  it('wait for a step that returns a promise', async () => {
    let resolve: (goesOn: boolean) => void = () => undefined;
    run(step('a', new Promise((done) => (resolve = done))), step('b', true));
    await turn();
    expect(trace).to.deep.equal(['a']);
    resolve(true);
    await turn();
    expect(trace).to.deep.equal(['a', 'b', 'app']);
  });

  it('end at a step that answers later', async () => {
    run(step('a', Promise.resolve(false)), step('b', true));
    await turn();
    expect(trace).to.deep.equal(['a']);
  });

  it('answer an error of a step, thrown or rejected, before or after a wait', async () => {
    const failing: Step = () => {
      throw new Error('thrown');
    };
    run(failing, step('b', true));
    run(step('a', Promise.reject(new Error('rejected'))), step('b', true));
    run(step('c', Promise.resolve(true)), failing);
    await turn();
    expect(trace).to.have.members(['thrown', 'a', 'c', 'rejected', 'thrown']);
  });
});
