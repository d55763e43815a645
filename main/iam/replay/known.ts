/** It was there, or may have been, and the evidence does not tell its content. */
export interface Unseen {
  readonly isThere: 'yes' | 'maybe'
}

/** What is known of a slot at a time; null: nothing is there. */
export type Known = string | null | Unseen

export function isUnseen(known: Known): known is Unseen {
  return known !== null && typeof known !== 'string'
}
