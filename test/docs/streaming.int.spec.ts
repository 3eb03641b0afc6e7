/** Goal: the examples of docs/streaming.md do what they say, and its tables are those of the program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { EventSource } from 'eventsource';
import { limits } from '../../src/base/limits.js';
import { packageRoot } from '../../src/base/paths.js';
import { type ApiFixture, openApiFixture } from '../support/api-fixture.js';
import { numbers } from '../support/events.js';
import { openStream } from '../support/event-stream.js';
import { markdownTables } from '../support/markdown.js';
import { readDocument } from '../support/openapi.js';
import { until } from '../support/wait-for.js';

describe('docs/streaming.md', () => {
  const page = readFileSync(join(packageRoot, 'docs/streaming.md'), 'utf8');
  const card_id = 'pokemon-517045';
  let fixture: ApiFixture;
  before(async () => {
    fixture = await openApiFixture();
    await fixture.tell('CardListed', { card_id });
    await fixture.observe({ card_id, ...numbers(4_599), effective_at: '2025-10-20T20:05:33Z' });
    await fixture.fold();
  });
  after(() => fixture.close());
  const here = (text: string): string => text.replaceAll('http://127.0.0.1:8080', fixture.api.url);

  it('has a program that prints what changes', async () => {
    const [, program = ''] = /```js\n([^`]*)```/.exec(page) ?? [];
    const printed: unknown[][] = [];
    const sources: EventSource[] = [];
    class Watched extends EventSource {
      constructor(url: string) {
        super(url);
        sources.push(this);
      }
    }
    const console = { log: (...words: unknown[]) => printed.push(words) };
    runInNewContext(here(program), { EventSource: Watched, console, JSON });
    try {
      await until('the stream', () => sources[0]?.readyState === EventSource.OPEN);
      await fixture.observe({ card_id, ...numbers(4_820), effective_at: '2025-10-21T20:05:33Z' });
      await until('a line', () => printed.length > 0);
      expect(printed).to.deep.equal([[card_id, 45.99, '→', 48.2, 'USD']]);
    } finally {
      for (const source of sources) source.close();
    }
  });

  it('shows a stream as it is', async () => {
    const [, url = ''] = /curl -N '([^']*)'/.exec(page) ?? [];
    const stream = await openStream(here(url));
    await stream.named('position');
    const position = await fixture.observe({ card_id, ...numbers(4_900), effective_at: '2025-10-22T20:05:33Z' });
    const [change] = await stream.received(1);
    stream.close();
    const [, shown = ''] = /\nid: 0000000000183402@[0-9a-f-]+\ndata: (\{[^`]*)\n```/.exec(page) ?? [];
    for (const [, name = ''] of shown.matchAll(/"(\w+)":/g)) expect(JSON.stringify(change)).to.contain(`"${name}":`);
    expect(change?.position).to.equal(position);
  });

  it('has the parameters of the document, and the limits', () => {
    const [parameters = [], ends = []] = markdownTables(page);
    const documented = readDocument()['paths']['/prices/stream'].get.parameters as { name: string; in: string }[];
    expect(parameters.map(([name]) => name)).to.have.members(
      documented.flatMap(({ name, in: place }) => (place === 'query' ? [`\`${name}\``] : [])),
    );
    expect(ends).to.have.length(3);
    const text = page.replaceAll(/\s+/g, ' ');
    for (const words of [
      `up to ${limits.streamCardsMax} times`,
      `took nothing for ${limits.streamStallMs / 1_000} seconds`,
      `when nothing was for ${limits.streamHeartbeatMs / 1_000} seconds`,
      `${limits.streamsPerClientMax} streams may be open for a client (\`STREAMS_OF_CLIENT\`), ${limits.streamsMax} on a server`,
      `retry: ${limits.streamRetryMs}`,
    ])
      expect(text).to.contain(words);
    expect(limits.streamResumeMsMax).to.equal(7 * 86_400_000);
  });
});
