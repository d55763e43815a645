import type { Cell } from '../rows.ts'
import { visible } from '../visible.ts'

/** A cell for reading: thousands apart, times without a T, nothing hidden. */
export function cellText(cell: Cell | undefined, type: string): string {
  if (cell === null || cell === undefined) return ''
  const text = visible(String(cell))
  if (isNumber(type))
    return text.replace(/^(-?)(\d+)/, (_, sign: string, whole: string) => sign + whole.replace(/\B(?=(\d{3})+$)/g, ','))
  return type.startsWith('TIMESTAMP') ? text.replace('T', ' ') : text
}

export function isNumber(type: string): boolean {
  return /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(type)
}
