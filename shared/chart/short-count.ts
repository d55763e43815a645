/** A count in a few characters, for an axis: 12,000 is 12k. */
export function shortCount(count: number): string {
  if (count >= 1e9) return `${count / 1e9}G`
  if (count >= 1e6) return `${count / 1e6}M`
  if (count >= 1e4) return `${count / 1e3}k`
  return count.toLocaleString('en-US')
}
