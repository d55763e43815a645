/** Lines of two texts that the other does not have, as stretches from 1, both ends counted. */
export interface LineDiff {
  readonly removed: readonly (readonly [number, number])[]
  readonly added: readonly (readonly [number, number])[]
}

/** Texts of more lines than this together are told apart as a whole: the table of the comparison grows with their product. */
const most = 4000

/** Compares two texts line by line: what is in the longest common subsequence of lines stayed, the rest did not. */
export function lineDiff(before: string, after: string): LineDiff {
  const [left, right] = [before.split('\n'), after.split('\n')]
  if (left.length + right.length > most) return { removed: [[1, left.length]], added: [[1, right.length]] }
  const common = table(left, right)
  const removed: number[] = []
  const added: number[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      i++
      j++
    } else if (j >= right.length || (i < left.length && at(common, i + 1, j) >= at(common, i, j + 1))) removed.push(++i)
    else added.push(++j)
  }
  return { removed: stretches(removed), added: stretches(added) }
}

/** Length of the longest common subsequence of what stands from line i and line j on. */
function table(left: readonly string[], right: readonly string[]): readonly Uint16Array[] {
  const rows = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1))
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = rows[i] as Uint16Array
      row[j] = left[i] === right[j] ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1))
    }
  }
  return rows
}

function at(rows: readonly Uint16Array[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0
}

function stretches(lines: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  for (const line of lines) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === line - 1) last[1] = line
    else found.push([line, line])
  }
  return found
}
