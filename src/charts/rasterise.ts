/**
 * SVG as PNG, for mail programs and previews, which show no SVG: by resvg compiled to WebAssembly, which needs no fonts and no libraries
 * of the system. Words are left out, since it has no fonts: they stand in the text beside the picture.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

let ready: Promise<void> | undefined;
/** Loads the WebAssembly once a process. */
const load = (): Promise<void> =>
  (ready ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) =>
    initWasm(bytes),
  ));

/** Returns an SVG as PNG, `width` pixels wide. */
export const rasterise = async (svg: string, width: number): Promise<Buffer> => {
  await load();
  const drawing = new Resvg(svg, { fitTo: { mode: 'width', value: width }, font: { loadSystemFonts: false } });
  try {
    const picture = drawing.render();
    const png = Buffer.from(picture.asPng());
    picture.free();
    return png;
  } finally {
    drawing.free();
  }
};
