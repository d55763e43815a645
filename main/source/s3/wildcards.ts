/** Whether a whole text fits a pattern with * (any text) and ? (one character). Never slower than pattern × text. */
export function wildcards(pattern: string): (text: string) => boolean {
  return (text) => {
    let at = 0
    let p = 0
    let star = -1
    let retry = 0
    while (at < text.length) {
      if (pattern[p] === '*') {
        star = p++
        retry = at
      } else if (pattern[p] === '?' || pattern[p] === text[at]) {
        p++
        at++
      } else if (star >= 0) {
        p = star + 1
        at = ++retry
      } else return false
    }
    while (pattern[p] === '*') p++
    return p === pattern.length
  }
}
