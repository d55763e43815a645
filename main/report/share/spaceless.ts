/** A letter of a language that is written without spaces, or whose names take endings: a name may be any two of them. */
export const spaceless =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u

const run = new RegExp(`(?:${spaceless.source}){2,}`, 'gu')

/**
 * What texts in such a language have in common with the logs: every stretch of them of which each two letters stand side
 * by side somewhere in `logs` too.
 */
export function spacelessNames(texts: readonly string[], logs: string): readonly string[] {
  return (
    texts
      .join('\n')
      .match(run)
      ?.flatMap((text) => stretches([...text], logs)) ?? []
  )
}

export function hasSpaceless(texts: readonly string[]): boolean {
  return texts.some((text) => text.search(run) >= 0)
}

function stretches(letters: readonly string[], logs: string): readonly string[] {
  const found: string[] = []
  let from = 0
  for (let at = 1; at <= letters.length; at++) {
    if (at < letters.length && logs.includes(`${letters[at - 1]}${letters[at]}`)) continue
    if (at - from > 1) found.push(letters.slice(from, at).join(''))
    from = at
  }
  return found
}
