/** Goal: steps before the app run in order, may wait, and never let a failure go unanswered. Method: fakes of node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { createHeadersStep, type Step, withSteps } from '../../src/api/pre-middleware.js';
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

describe('the headers of every answer', () => {
  const headersOf = (
    byTls: boolean,
    url = '/v1/sets',
  ): { headers: Record<string, string>; url: string | undefined } => {
    const headers: Record<string, string> = {};
    const response = {
      setHeader: (name: string, value: string) => (headers[name] = value),
    } as unknown as ServerResponse;
    const request = {
      url,
      headers: { host: 'h' },
      rawHeaders: ['Host', 'h'],
      httpVersion: '1.1',
    } as unknown as IncomingMessage;
    void createHeadersStep({ simulated: false, byTls, time: () => undefined })(request, response);
    return { headers, url: request.url };
  };

  it('keep browsers from taking an answer for something else', () => {
    const { headers } = headersOf(false);
    expect(headers['X-Content-Type-Options']).to.equal('nosniff');
    expect(headers['Content-Security-Policy']).to.include("default-src 'self'").and.to.include("object-src 'none'");
    expect(headers['Referrer-Policy']).to.equal('no-referrer');
  });

  it('ask for TLS only where users come by TLS', () => {
    expect(headersOf(false).headers).to.not.have.property('Strict-Transport-Security');
    expect(headersOf(true).headers).to.include({ 'Strict-Transport-Security': 'max-age=31536000' });
  });

  it('come with the path alone as the address: caches, quotas and checks go by it', () => {
    const addresses: Readonly<Record<string, string>> = {
      '/v1/sets?a=http://x/': '/v1/sets?a=http://x/',
      'http://ledger.test/v1/sets?limit=1': '/v1/sets?limit=1',
      'HTTPS://ledger.test:8080/v1/me': '/v1/me',
      'http://ledger.test': '/',
      'http://ledger.test?limit=1': '/?limit=1',
      '*': '*',
    };
    for (const [given, path] of Object.entries(addresses)) expect(headersOf(false, given).url, given).to.equal(path);
  });
});
