/**
 * SVG as PNG, for mail programs and previews, which show no SVG: by resvg compiled to WebAssembly, which needs no libraries of the
 * system. Its font is that of a package, since a container has none: Latin, Greek, Cyrillic and signs, but no Japanese.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const { resolve } = createRequire(import.meta.url);
const fontFamily = 'DejaVu Sans';
const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];

const loadAll = async (): Promise<readonly Uint8Array[]> => {
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return Promise.all(fontFiles.map((file) => readFile(resolve(`dejavu-fonts-ttf/ttf/${file}`))));
};

let ready: Promise<readonly Uint8Array[]> | undefined;
/** Loads the WebAssembly once a process, and returns the fonts. */
const load = (): Promise<readonly Uint8Array[]> => (ready ??= loadAll());

/** Returns an SVG as PNG, `width` pixels wide. */
export const rasterise = async (svg: string, width: number): Promise<Buffer> => {
  const fonts = await load();
  // Where there are no words, no font is read.
  const fontBuffers = svg.includes('<text') ? [...fonts] : [];
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers, defaultFontFamily: fontFamily, sansSerifFamily: fontFamily },
  });
  try {
    const picture = drawing.render();
    const png = Buffer.from(picture.asPng());
    picture.free();
    return png;
  } finally {
    drawing.free();
  }
};
