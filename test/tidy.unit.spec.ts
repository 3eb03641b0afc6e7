/** Goal: rules of the house that no other tool keeps, read off the sources themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import { errorTable } from '../src/base/errors.js';
import { packageRoot } from '../src/base/paths.js';

interface Source {
  readonly file: string;
  readonly text: string;
  /** The text without comments and the contents of strings. */
  readonly code: string;
}

const stripped = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|[\s;{(,])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, `''`);

const read = (...folders: string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => {
        const file = relative(packageRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
        const text = readFileSync(join(packageRoot, file), 'utf8');
        return { file, text, code: stripped(text) };
      }),
  );

/** tsoa writes these. */
const isGenerated = ({ file }: Source): boolean => file.startsWith('src/api/generated/');
const sources = read('src', 'projections').filter((source) => !isGenerated(source));

/** `file:line` of every match. */
const places = (all: readonly Source[], pattern: RegExp, part: 'text' | 'code' = 'code'): string[] =>
  all.flatMap((source) =>
    source[part].split('\n').flatMap((line, at) => (pattern.test(line) ? [`${source.file}:${at + 1}`] : [])),
  );

describe('the house is tidy', () => {
  it('found the sources', () => {
    expect(sources.length).to.be.greaterThan(40);
    expect(
      places(
        [{ file: 'x', text: '', code: stripped(`a; // console.log\n'console.'; /* console. */ console.log(1);`) }],
        /console\./,
      ),
    ).to.deep.equal(['x:2']);
  });

  it('time, randomness and timers come from the runtime', () => {
    const elsewhere = sources.filter(({ file }) => file !== 'src/base/runtime.ts');
    const forbidden = /new Date\(\s*\)|\bDate\.now\(|\bMath\.random\(|\bset(?:Timeout|Interval|Immediate)\(/;
    expect(places(elsewhere, forbidden)).to.deep.equal([]);
  });

  it('nothing is printed past the logger and the output', () => {
    expect(places(sources, /\bconsole\./)).to.deep.equal([]);
  });

  it('nothing is left to do later without a name', () => {
    expect(
      places(
        [...sources, ...read('test')].filter(({ file }) => file !== 'test/tidy.unit.spec.ts'),
        /\b(?:TODO|FIXME|XXX)\b(?!')/,
        'text',
      ),
    ).to.deep.equal([]);
  });

  it('no file is longer than 400 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 401).map(({ file }) => file)).to.deep.equal([]);
  });

  it('the domain imports nothing of ours but limits and errors', () => {
    const imports = sources
      .filter(({ file }) => file.startsWith('src/domain/'))
      .flatMap(({ file, text }) =>
        [...text.matchAll(/from '(\.[^']*)'/g)].map(([, target]) => `${file} → ${target ?? ''}`),
      );
    expect(imports).to.not.be.empty;
    expect(imports.filter((found) => !/ → (?:\.\/[^/]+|\.\.\/(?:limits|errors))\.js$/.test(found))).to.deep.equal([]);
  });

  it('every error of the table is raised somewhere', () => {
    // In the contract of the API or the log, and raised by none of its parts yet.
    const reserved = ['CORRUPTED_IDEMPOTENCY', 'SOURCE_UNKNOWN'];
    const texts = sources.filter(({ file }) => file !== 'src/base/errors.ts').map(({ text }) => text);
    const unused = Object.keys(errorTable).filter((code) => !texts.some((text) => text.includes(`'${code}'`)));
    expect(unused.filter((code) => !reserved.includes(code))).to.deep.equal([]);
    expect(reserved.filter((code) => !(code in errorTable))).to.deep.equal([]);
  });

  it('every exported function of some length says what it does', () => {
    const exported = /^export (?:async )?(?:function\*? (\w+)|const (\w+) = (?:async )?(?:<[^\n]*>)?\()/gm;
    const silent = sources.flatMap(({ file, text }) => {
      const functions = [...text.matchAll(exported)];
      // What a file of one function says at its head, it says of the function.
      if (functions.length === 1 && text.startsWith('/**')) return [];
      return functions.flatMap((match) => {
        const documented = text.slice(0, match.index).trimEnd().endsWith('*/');
        return documented || linesOf(text, match.index) <= 20 ? [] : [`${file}: ${match[1] ?? match[2] ?? ''}`];
      });
    });
    expect(silent).to.deep.equal([]);
  });
});

/** Lines from `at` to the end of the function that begins there: the next line that begins with a closing brace. */
function linesOf(text: string, at: number): number {
  const lines = text.slice(at).split('\n');
  const end = lines.findIndex((line, index) => index > 0 && (/^[})\]]/.test(line) || line === ''));
  return lines[end]?.endsWith('{') === true ? linesOf(lines.slice(end).join('\n'), 0) + end : end + 1;
}
