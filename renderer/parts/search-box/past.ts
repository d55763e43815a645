/** What was searched since the page was loaded, the latest last, each once. Searches name people: they are not stored. */
let past: readonly string[] = []

export function pastSearches(): readonly string[] {
  return past
}

export function rememberSearch(text: string): void {
  if (text !== '') past = [...past.filter((one) => one !== text), text].slice(-100)
}
