/**
 * Pictures of the cards of the made-up market, which no source has: drawn from what the catalog says of a card, the same for each
 * time. They show no game's own art or marks.
 */
import { draw, mix, pick } from './hash.js';

/** What a picture shows. */
export interface PicturedCard {
  readonly cardId: string;
  readonly game: 'pokemon' | 'onepiece';
  readonly name: string;
  readonly number: string | null;
  readonly rarity: string | null;
  readonly colours: readonly string[];
  readonly productType: 'single' | 'sealed' | 'unknown';
  readonly setName: string | null;
}

/** Sky, land and light. */
type Palette = readonly [sky: string, land: string, light: string];

const palettes: Readonly<Record<string, Palette>> = {
  grass: ['#bfe3a8', '#3f7d3a', '#f4f7c5'],
  fire: ['#ffb27a', '#a83a1d', '#ffe9b0'],
  water: ['#a9d8f5', '#1f5f99', '#f2fbff'],
  lightning: ['#ffe58a', '#9a7410', '#fffbe0'],
  psychic: ['#d9b8ec', '#6a3b94', '#fbeaff'],
  fighting: ['#e6bd94', '#8a4b22', '#fff0da'],
  darkness: ['#8a93b3', '#2a2d45', '#e5d9ff'],
  metal: ['#cfd6dc', '#56626d', '#ffffff'],
  dragon: ['#e8cf8f', '#7a6420', '#fff4cf'],
  fairy: ['#f8c4dc', '#a8447c', '#fff0f8'],
  colorless: ['#e4e0d6', '#8b8474', '#ffffff'],
  red: ['#f7b0a6', '#9c2a2a', '#ffe7dc'],
  green: ['#b4dcb0', '#2c6b46', '#f0f9d8'],
  blue: ['#aac9f2', '#274f9b', '#eef6ff'],
  purple: ['#cdb6ea', '#5a3590', '#f6ecff'],
  black: ['#9aa0aa', '#23262c', '#f1e6c9'],
  yellow: ['#f6e08c', '#94770f', '#fffbe2'],
};
/** How a rarity looks: its frame, its mark, and how strongly it shines. */
interface Tier {
  readonly frame: readonly [string, string];
  readonly mark: string;
  readonly shine: number;
}
const common: Tier = { frame: ['#cfc9bb', '#b3ac9b'], mark: '●', shine: 0 };
const tiers: Readonly<Record<string, Tier>> = {
  uncommon: { frame: ['#c3ccd2', '#94a3ad'], mark: '◆', shine: 0 },
  uc: { frame: ['#c3ccd2', '#94a3ad'], mark: '◆', shine: 0 },
  rare: { frame: ['#d9d3b0', '#a99a5d'], mark: '★', shine: 0 },
  r: { frame: ['#d9d3b0', '#a99a5d'], mark: '★', shine: 0.12 },
  l: { frame: ['#d99c8c', '#8f3b2d'], mark: '♛', shine: 0 },
  promo: { frame: ['#b9c6d9', '#51647f'], mark: '✦', shine: 0.1 },
  'holo rare': { frame: ['#e8d48a', '#b08a2c'], mark: '★', shine: 0.16 },
  'ultra rare': { frame: ['#f0dc95', '#a8791b'], mark: '★★', shine: 0.2 },
  sr: { frame: ['#f0dc95', '#a8791b'], mark: '★★', shine: 0.2 },
  'illustration rare': { frame: ['#f7e6a6', '#c08a22'], mark: '★★', shine: 0.24 },
  'special illustration rare': { frame: ['#fbe9b4', '#b06ab3'], mark: '★★★', shine: 0.3 },
  sec: { frame: ['#fbe9b4', '#b06ab3'], mark: '★★★', shine: 0.3 },
};

/** Returns what a table has under a name that may be any text. */
const ownOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

const width = 244;
const height = 340;
/** The window of the art. */
const art = { x: 16, y: 42, width: 212, height: 160 } as const;

const escaped = (text: string): string =>
  text
    // XML knows no such characters, however they are written.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const round = (value: number): number => Math.round(value * 10) / 10;

/** The width of a letter, in sizes of the font: about that of a sans-serif. */
const letter = 0.6;

/** Returns a text that fits into `room`, smaller or cut off. */
const fitted = (
  text: string,
  {
    x,
    y,
    size,
    room,
    anchor = 'start',
    attributes = '',
  }: {
    x: number;
    y: number;
    size: number;
    room: number;
    anchor?: 'start' | 'middle' | 'end';
    attributes?: string;
  },
): string => {
  const letters = Array.from(text);
  const fits = Math.min(size, Math.max(size * 0.62, room / (letters.length * letter)));
  const most = Math.max(1, Math.floor(room / (fits * letter)));
  const shown = letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text;
  return `<text x="${x}" y="${y}" font-size="${round(fits)}" text-anchor="${anchor}" ${attributes}>${escaped(shown)}</text>`;
};

/** Returns a line of hills or waves across the window, filled down to its bottom. */
const hills = (key: number, salt: number, top: number, fill: string, opacity: number): string => {
  const points = Array.from({ length: 6 }, (_, at) => {
    const x = art.x + (at / 5) * art.width;
    return [round(x), round(art.y + top + (draw(key, salt + at) - 0.5) * 34)] as const;
  });
  const [first, ...rest] = points as [readonly [number, number], ...(readonly [number, number])[]];
  let [beforeX, beforeY] = first;
  const curves = rest.map(([x, y]) => {
    const middle = round((beforeX + x) / 2);
    const curve = `C${middle} ${beforeY} ${middle} ${y} ${x} ${y}`;
    [beforeX, beforeY] = [x, y];
    return curve;
  });
  const bottom = art.y + art.height;
  return `<path d="M${first[0]} ${first[1]}${curves.join('')}V${bottom}H${art.x}Z" fill="${fill}" opacity="${opacity}"/>`;
};

/** Returns a smooth closed line through points. */
const blob = (points: readonly (readonly [number, number])[]): string => {
  const middles = points.map(([x, y], at) => {
    const [nextX, nextY] = points[(at + 1) % points.length] as readonly [number, number];
    return [round((x + nextX) / 2), round((y + nextY) / 2)] as const;
  });
  const [start] = middles as [readonly [number, number]];
  const curves = middles.map((_, at) => {
    const [x, y] = points[(at + 1) % points.length] as readonly [number, number];
    const [endX, endY] = middles[(at + 1) % middles.length] as readonly [number, number];
    return `Q${round(x)} ${round(y)} ${endX} ${endY}`;
  });
  return `M${start[0]} ${start[1]}${curves.join('')}Z`;
};

/** A creature, the same to the left and to the right: a body, ears or horns, eyes. */
const creature = (key: number, [, land, light]: Palette): string => {
  const [x, y] = [art.x + art.width / 2, art.y + 96];
  const size = 38 + draw(key, 30) * 14;
  const half = Array.from({ length: 5 }, (_, at) => {
    const angle = -Math.PI / 2 + ((at + 0.5) / 5) * Math.PI;
    const radius = size * (0.78 + draw(key, 31 + at) * 0.4);
    return [Math.cos(angle) * radius, Math.sin(angle) * radius * 0.95] as const;
  });
  const outline = [
    ...half.map(([dx, dy]) => [x + dx, y + dy] as const),
    ...[...half].reverse().map(([dx, dy]) => [x - dx, y + dy] as const),
  ];
  const earX = size * (0.42 + draw(key, 38) * 0.3);
  const earHeight = size * (0.7 + draw(key, 39) * 0.9);
  const lean = (draw(key, 40) - 0.3) * 26;
  const base = y - size * 0.55;
  const ear = (side: 1 | -1): string =>
    `<path d="M${round(x + side * (earX - 11))} ${round(base)}Q${round(x + side * (earX + lean * 0.4))} ${round(base - earHeight * 0.5)} ` +
    `${round(x + side * (earX + lean))} ${round(base - earHeight)}Q${round(x + side * (earX + 14))} ${round(base - earHeight * 0.3)} ` +
    `${round(x + side * (earX + 9))} ${round(base + 6)}Z" fill="${land}" stroke="${light}" stroke-width="1.5"/>`;
  const eyeX = size * (0.3 + draw(key, 41) * 0.14);
  const eyeY = y - size * 0.16;
  const eye = (side: 1 | -1): string =>
    `<ellipse cx="${round(x + side * eyeX)}" cy="${round(eyeY)}" rx="6.5" ry="${round(6 + draw(key, 42) * 3)}" fill="#fff"/>` +
    `<circle cx="${round(x + side * eyeX - side * 1.4)}" cy="${round(eyeY + 1)}" r="3.4" fill="#1d1d22"/>` +
    `<circle cx="${round(x + side * eyeX - 0.4)}" cy="${round(eyeY - 1.4)}" r="1.1" fill="#fff"/>`;
  const mouth = size * (0.16 + draw(key, 43) * 0.14);
  return [
    `<ellipse cx="${x}" cy="${round(y + size * 0.98)}" rx="${round(size)}" ry="7" fill="#000" opacity=".22"/>`,
    ear(-1),
    ear(1),
    `<path d="${blob(outline)}" fill="${land}" stroke="${light}" stroke-width="1.5"/>`,
    `<ellipse cx="${x}" cy="${round(y + size * 0.42)}" rx="${round(size * 0.48)}" ry="${round(size * 0.36)}" fill="${light}" opacity=".85"/>`,
    eye(-1),
    eye(1),
    `<path d="M${round(x - mouth)} ${round(y + 4)}Q${x} ${round(y + 4 + mouth)} ${round(x + mouth)} ${round(y + 4)}" fill="none" stroke="#1d1d22" stroke-width="2" stroke-linecap="round"/>`,
  ].join('');
};

/** A ship under sail. */
const ship = (key: number, [, land, light]: Palette): string => {
  const x = art.x + art.width / 2 + (draw(key, 50) - 0.5) * 30;
  const y = art.y + 118;
  const length = 52 + draw(key, 51) * 16;
  const mast = 74 + draw(key, 52) * 14;
  const points = 4 + pick(key, 53, 5);
  const emblem = Array.from({ length: points * 2 }, (_, at) => {
    const angle = (at / points) * Math.PI;
    const radius = at % 2 === 0 ? 11 : 4 + draw(key, 54) * 4;
    return `${round(x + Math.sin(angle) * radius)},${round(y - mast * 0.55 - Math.cos(angle) * radius)}`;
  }).join(' ');
  const sail = length * 0.72;
  return [
    `<path d="M${round(x)} ${y}V${round(y - mast)}" stroke="#3b2a1d" stroke-width="4"/>`,
    `<path d="M${round(x)} ${round(y - mast)}l22 6l-22 7Z" fill="${land}"/>`,
    `<path d="M${round(x - sail)} ${round(y - mast * 0.88)}Q${round(x)} ${round(y - mast * 0.8)} ${round(x + sail)} ${round(y - mast * 0.88)}` +
      `Q${round(x + sail * 1.16)} ${round(y - mast * 0.5)} ${round(x + sail * 0.92)} ${round(y - 14)}Q${round(x)} ${round(y - 2)} ${round(x - sail * 0.92)} ${round(y - 14)}` +
      `Q${round(x - sail * 1.16)} ${round(y - mast * 0.5)} ${round(x - sail)} ${round(y - mast * 0.88)}Z" fill="${light}" stroke="${land}" stroke-width="1.5"/>`,
    `<polygon points="${emblem}" fill="${land}"/>`,
    `<path d="M${round(x - length * 1.1)} ${y - 2}H${round(x + length * 1.1)}Q${round(x + length * 0.9)} ${y + 30} ${round(x + length * 0.6)} ${y + 30}` +
      `H${round(x - length * 0.6)}Q${round(x - length * 0.95)} ${y + 30} ${round(x - length * 1.1)} ${y - 2}Z" fill="#5a3d28" stroke="#3b2a1d" stroke-width="2"/>`,
    `<path d="M${round(x - length)} ${y + 9}H${round(x + length)}" stroke="${light}" stroke-width="2" opacity=".7"/>`,
  ].join('');
};

/** A box of boosters. */
const box = (key: number, [sky, land, light]: Palette): string => {
  const [x, y] = [art.x + art.width / 2, art.y + 30];
  const packs = 3 + pick(key, 60, 3);
  const shown = Array.from({ length: packs }, (_, at) => {
    const left = x - 58 + at * (116 / packs);
    return `<rect x="${round(left)}" y="${y - 4 - (at % 2) * 5}" width="${round(116 / packs - 4)}" height="60" rx="3" fill="${at % 2 === 0 ? light : sky}" stroke="${land}" stroke-width="1.5"/>`;
  });
  return [
    ...shown,
    `<path d="M${x - 70} ${y + 32}L${x + 48} ${y + 32}L${x + 48} ${y + 112}L${x - 70} ${y + 112}Z" fill="${land}" stroke="${light}" stroke-width="1.5"/>`,
    `<path d="M${x + 48} ${y + 32}L${x + 72} ${y + 18}L${x + 72} ${y + 96}L${x + 48} ${y + 112}Z" fill="${land}" stroke="${light}" stroke-width="1.5"/>`,
    `<path d="M${x + 48} ${y + 32}L${x + 72} ${y + 18}L${x + 72} ${y + 96}L${x + 48} ${y + 112}Z" fill="#000" opacity=".28"/>`,
    `<circle cx="${x - 11}" cy="${y + 72}" r="24" fill="${light}" opacity=".9"/>`,
    `<circle cx="${x - 11}" cy="${y + 72}" r="${round(9 + draw(key, 61) * 9)}" fill="${land}"/>`,
  ].join('');
};

/** Stripes of the colours of foil, on the art more than on the texts. */
const shineOf = ({ shine }: Tier): string => {
  if (shine === 0) return '';
  const foil = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }, opacity: number): string =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="7" fill="url(#foil)" opacity="${round(opacity * 100) / 100}"/>`;
  const whole = { x: 9, y: 9, w: width - 18, h: height - 18 };
  return foil({ ...art, w: art.width, h: art.height }, shine) + foil(whole, shine * 0.4);
};

const gradient = (id: string, stops: readonly string[], direction: string): string =>
  `<linearGradient id="${id}" ${direction}>${stops
    .map((colour, at) => `<stop offset="${round(at / (stops.length - 1))}" stop-color="${colour}"/>`)
    .join('')}</linearGradient>`;

/** Lines where a card has its text. */
const textLines = (key: number): string =>
  Array.from({ length: 3 }, (_, at) => {
    const length = round((0.55 + draw(key, 70 + at) * 0.4) * 196);
    return `<rect x="24" y="${246 + at * 14}" width="${length}" height="5" rx="2.5" fill="#1d1d22" opacity=".16"/>`;
  }).join('');

/** Returns the palettes of a card: those of its colours, or any one, since a card in grey looks like nothing. */
const palettesOf = (key: number, colours: readonly string[]): readonly [Palette, ...Palette[]] => {
  const [first, ...rest] = colours.map((colour) => ownOf(palettes, colour)).filter((palette) => palette !== undefined);
  const all = Object.values(palettes);
  return [first ?? (all[pick(key, 80, all.length)] as Palette), ...rest];
};

/** Returns the picture of a card as SVG, of the proportions of a card. */
export const drawCard = (card: PicturedCard): string => {
  const { cardId, game, name, number, rarity, productType, setName } = card;
  const key = mix(game === 'pokemon' ? 3 : 68, Number(cardId.slice(cardId.indexOf('-') + 1)));
  const [palette, other = palette] = palettesOf(key, card.colours);
  const [sky, land, light] = palette;
  const [, second] = other;
  const tier = ownOf(tiers, rarity?.toLowerCase() ?? '') ?? common;
  const subject = productType !== 'single' ? box : game === 'pokemon' ? creature : ship;
  const sun = { x: round(art.x + 24 + draw(key, 20) * (art.width - 48)), y: round(art.y + 22 + draw(key, 21) * 34) };
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const label = [card.colours.map(capital).join(' / '), rarity]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${2 * width}" height="${2 * height}" role="img" font-family="system-ui, 'Segoe UI', Helvetica, Arial, sans-serif">
<title>${escaped(name)}</title>
<defs>${gradient('frame', [...tier.frame, tier.frame[0]], 'x1="0" y1="0" x2="1" y2="1"')}${gradient('card', [light, sky], 'x1="0" y1="0" x2="0" y2="1"')}${gradient('sky', [sky, light], 'x1="0" y1="0" x2="0" y2="1"')}${gradient('band', [land, second], 'x1="0" y1="0" x2="1" y2="0"')}${gradient('foil', ['#ff8fb1', '#ffd36e', '#8ef0b2', '#7cc7ff', '#c79bff', '#ff8fb1'], 'x1="0" y1="0" x2=".34" y2=".26" spreadMethod="reflect"')}<clipPath id="art"><rect x="${art.x}" y="${art.y}" width="${art.width}" height="${art.height}" rx="5"/></clipPath></defs>
<rect width="${width}" height="${height}" rx="13" fill="url(#frame)"/>
<rect x="9" y="9" width="${width - 18}" height="${height - 18}" rx="7" fill="url(#card)"/>
<rect x="9" y="9" width="${width - 18}" height="28" rx="7" fill="url(#band)"/>
${fitted(name, { x: 18, y: 28.5, size: 15, room: 208, attributes: 'font-weight="700" fill="#fff"' })}
<g clip-path="url(#art)"><rect x="${art.x}" y="${art.y}" width="${art.width}" height="${art.height}" fill="url(#sky)"/>
<circle cx="${sun.x}" cy="${sun.y}" r="${round(11 + draw(key, 22) * 11)}" fill="${light}"/>
${hills(key, 1, 84, land, 0.3)}${hills(key, 8, 112, land, 0.45)}
${subject(key, palette)}
${hills(key, 15, 146, land, 0.8)}</g>
<rect x="${art.x}" y="${art.y}" width="${art.width}" height="${art.height}" rx="5" fill="none" stroke="${land}" stroke-width="2"/>
${fitted(label, { x: width / 2, y: 221, size: 11, room: 200, anchor: 'middle', attributes: `font-weight="600" fill="${land}"` })}
<rect x="16" y="230" width="212" height="58" rx="5" fill="#fff" opacity=".62"/>
${textLines(key)}
${fitted(setName ?? '', { x: 18, y: 304, size: 11, room: 150, attributes: 'font-weight="600" fill="#1d1d22"' })}
${fitted(number ?? '', { x: 226, y: 304, size: 11, room: 56, anchor: 'end', attributes: 'font-weight="600" fill="#1d1d22"' })}
<text x="18" y="321" font-size="8" letter-spacing="1.2" fill="#1d1d22" opacity=".75">SIMULATED</text>
<text x="226" y="322" font-size="11" text-anchor="end" fill="#1d1d22">${tier.mark}</text>
${shineOf(tier)}
</svg>
`;
};
