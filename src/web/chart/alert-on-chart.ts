/** The line of an alert on the chart. */
import { type IChartApi, type IPriceLine, type ISeriesApi, LineStyle } from 'lightweight-charts';
import { coloursOf } from './chart-colours.js';

interface AlertOnChart {
  /** Draws the line at a price anew, `null`: none. The scale takes it in. */
  readonly draw: (price: number | null) => void;
  /** Moves the line; the scale stays, so that what is dragged stays under the finger. */
  readonly move: (price: number) => void;
  /** The prices that the scale has to have because of the line. */
  readonly seen: () => readonly number[];
  /** Says where the line is now. */
  readonly tell: () => void;
}

export const alertOnChart = ({
  chart,
  element,
  series,
  at,
}: {
  readonly chart: IChartApi;
  readonly element: HTMLElement;
  /** The series that the line belongs to; it is made anew now and then. */
  readonly series: () => ISeriesApi<'Line'> | undefined;
  readonly at: (y: number | null) => void;
}): AlertOnChart => {
  let price: number | null = null;
  let scaledFor: number | null = null;
  let line: IPriceLine | null = null;
  let owner: ISeriesApi<'Line'> | undefined;
  const tell = (): void => at(price === null ? null : (series()?.priceToCoordinate(price) ?? null));
  return {
    draw(next) {
      if (line !== null && owner === series()) owner?.removePriceLine(line);
      line = null;
      owner = series();
      const isElsewhere = scaledFor !== next;
      price = next;
      scaledFor = next;
      if (next !== null && owner !== undefined)
        line = owner.createPriceLine({
          price: next,
          color: coloursOf(element).warn,
          lineStyle: LineStyle.Dashed,
          lineWidth: 2,
          axisLabelVisible: true,
          title: '',
        });
      if (isElsewhere) chart.priceScale('right').applyOptions({ autoScale: true });
      tell();
    },
    move(next) {
      price = next;
      line?.applyOptions({ price: next });
      tell();
    },
    seen: () => (scaledFor === null ? [] : [scaledFor]),
    tell,
  };
};
