/** JSON read from bytes, without objects or texts of it. */

const charOf = (char: string): number => char.charCodeAt(0);
export const chars = {
  quote: charOf('"'),
  backslash: charOf('\\'),
  comma: charOf(','),
  openBracket: charOf('['),
  closeBracket: charOf(']'),
  openBrace: charOf('{'),
  closeBrace: charOf('}'),
  minus: charOf('-'),
  zero: charOf('0'),
  nine: charOf('9'),
  letterN: charOf('n'),
} as const;
const { quote, backslash, comma, openBracket, closeBracket, openBrace, closeBrace } = chars;

/** Returns where the value ends that begins at `from`, an element of an array. */
export const endOfValue = (json: Buffer, from: number): number => {
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    const char = json[at];
    if (char === quote) {
      at += 1;
      while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
    } else if (char === openBracket || char === openBrace) depth += 1;
    else if (depth === 0 && (char === comma || char === closeBracket)) return at;
    else if (char === closeBracket || char === closeBrace) depth -= 1;
  }
  return json.length;
};
