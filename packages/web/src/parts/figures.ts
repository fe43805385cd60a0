/** A share in 0..1 as per cent, precise where it matters: never 0 % or 100 % for what is not. */
export const percent = (share: number): string => {
  if (share > 0 && share < 0.001) return 'below 0.1 %';
  if (share < 1 && share > 0.999) return 'above 99.9 %';
  const figure = share * 100;
  return `${figure < 10 || figure > 90 ? Number(figure.toFixed(1)) : Math.round(figure)} %`;
};

export const timeOf = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** 75 → "1 min 15 s". */
export const duration = (seconds: number): string => {
  if (seconds > 0 && seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
