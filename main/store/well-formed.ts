/** Half surrogate pairs become U+FFFD: file names may hold them, the database cannot. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}
