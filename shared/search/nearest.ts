/** Up to three of the known names that a misspelt one may have meant, nearest first. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase().slice(0, 40)
  return known
    .map((candidate) => ({ candidate, away: away(wanted, candidate.toLowerCase()) }))
    .filter(({ away, candidate }) => away <= Math.max(1, Math.min(3, Math.floor(candidate.length / 2))))
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** Edits from one to the other (Levenshtein); half an edit where one begins with the other. */
function away(a: string, b: string): number {
  if (a.length > 1 && (b.startsWith(a) || a.startsWith(b))) return 0.5
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const change = (row[j] as number) + (a[i] === b[j] ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] as number) + 1, (next[j] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
