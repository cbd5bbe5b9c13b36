// What the parts of the page share.

/** What findings call the text that is written. */
export const OWN = 'set.tieuchi';

/** Goes to a place of the text, in UTF-16 units. */
export type Go = (start: number, end: number) => void;

/** The tokens of a text in a form that crosses threads quickly: first unit, end and kind of each, in one list. */
export interface Colours {
  places: Uint32Array;
  /** The kinds that the third numbers count. */
  kinds: string[];
}
