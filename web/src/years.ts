// Years a set can be applied to.

/** First and last year that are judged by a set. */
export interface Years {
  firstYear: number;
  lastYear: number | undefined;
}

/** A year the set can be applied to: the one asked for, else this one, else its last. */
export function yearFor({ firstYear, lastYear }: Years, asked = new Date().getFullYear()): number {
  return Math.max(firstYear, Math.min(asked, lastYear ?? asked));
}

/** All years to choose from, the latest first. */
export function yearsOf({ firstYear, lastYear }: Years, chosen: number): number[] {
  const last = lastYear ?? Math.max(new Date().getFullYear() + 1, chosen);
  return Array.from({ length: last - firstYear + 1 }, (_, at) => last - at);
}
