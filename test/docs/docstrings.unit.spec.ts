/** Goal: an exported function of more than 20 lines has a docstring. */
import { expect } from 'chai';
import { sourceFiles } from '../support/source-files.js';

const linesMax = 20;

/** Lines from `at` to the end of the function that begins there: the next line that begins with a closing bracket. */
const linesOf = (text: string, at: number): number => {
  const lines = text.slice(at).split('\n');
  const end = lines.findIndex((line, index) => index > 0 && (/^[})\]]/.test(line) || line === ''));
  return lines[end]?.endsWith('{') === true ? linesOf(lines.slice(end).join('\n'), 0) + end : end + 1;
};

const exported = /^export (?:async )?(?:function\*? (\w+)|const (\w+) = (?:async )?(?:<[^\n]*>)?\()/gm;

/** The names of long exported functions without a docstring. The docstring of a file with one function is that function's. */
const undocumented = (text: string): string[] => {
  const functions = [...text.matchAll(exported)];
  if (functions.length === 1 && text.startsWith('/**')) return [];
  return functions.flatMap((match) => {
    const isDocumented = text.slice(0, match.index).trimEnd().endsWith('*/');
    return isDocumented || linesOf(text, match.index) <= linesMax ? [] : [match[1] ?? match[2] ?? ''];
  });
};

describe('docstrings', () => {
  it('are there for every exported function of some length', () => {
    const files = sourceFiles('src', 'projections');
    expect(files.length).to.be.greaterThan(40);
    const missing = files.flatMap(({ file, text }) => undocumented(text).map((name) => `${file}: ${name}`));
    expect(missing).to.deep.equal([]);
  });

  it('are missed when they are absent', () => {
    const long = (name: string): string => `export const ${name} = (): void => {\n${'  f();\n'.repeat(linesMax)}};\n`;
    expect(undocumented(`/** Does a. */\n${long('a')}\n${long('b')}`)).to.deep.equal(['b']);
  });
});
