export interface ChartColours {
  text: string;
  grid: string;
  first: string;
  second: string;
}

/** The page's colours as they are now, for what is drawn on a canvas. */
export const readChartColours = (element: Element): ChartColours => {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return { text: of('--quiet'), grid: of('--line'), first: of('--accent'), second: of('--positive') };
};
