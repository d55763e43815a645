import type { Drawing, Shape } from '../../../shared/chart/drawing.ts'
import { escaped } from './escaped.ts'

/** A drawing as SVG within a page; its colours are classes of the page's style. What it shows stands in the table beside it. */
export function svg({ width, height, shapes }: Drawing, label: string): string {
  return `<svg class="drawing" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">${shapes.map(element).join('')}</svg>`
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return `<rect class="${colorClass(shape.color)}" x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}">${told(shape.says)}</rect>`
    case 'path':
      return `<path class="${colorClass(shape.color)}" d="${shape.d}">${told(shape.says)}</path>`
    case 'text':
      return `<text class="${shape.anchor}" x="${shape.x}" y="${shape.y}">${escaped(shape.text)}</text>`
  }
}

function told(says: string | undefined): string {
  return says === undefined ? '' : `<title>${escaped(says)}</title>`
}

/** `--series-1` is the class c-series-1. */
export function colorClass(color: string): string {
  return `c${color.slice(1)}`
}
