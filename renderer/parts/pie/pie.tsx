import { count, share } from '../../format.ts'
import './pie.css'

export interface Slice {
  readonly id: string
  readonly label: string
  readonly events: number
  /** Name of the CSS variable that holds its colour. */
  readonly color: string
  /** Null: it is the rest, and cannot be picked. */
  readonly onPick: (() => void) | null
}

/** Shares of a whole as a ring. What each slice is stands beside it in words, as a button; the ring alone says nothing that the words do not. */
export function Pie({ label, slices }: { readonly label: string; readonly slices: readonly Slice[] }) {
  const whole = slices.reduce((sum, { events }) => sum + events, 0)
  let turned = 0
  const arcs = slices.map((slice) => {
    const from = turned
    turned += slice.events / Math.max(1, whole)
    return { slice, from, to: turned }
  })
  return (
    <div className="pie">
      <svg className="pie-ring" viewBox="-50 -50 100 100" aria-hidden="true">
        {arcs.map(({ slice, from, to }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same by keyboard
          <path
            key={slice.id}
            d={ring(from, to)}
            className={slice.onPick === null ? undefined : 'pie-door'}
            style={{ fill: `var(${slice.color})` }}
            onClick={slice.onPick ?? undefined}
          >
            <title>{`${slice.label}: ${count(slice.events)}, ${share(slice.events, whole)}`}</title>
          </path>
        ))}
        <text className="pie-whole" textAnchor="middle" dominantBaseline="central">
          {count(whole)}
        </text>
      </svg>
      <ul className="pie-legend" aria-label={label}>
        {slices.map((slice) => (
          <li key={slice.id}>
            <button
              type="button"
              className="pie-slice"
              disabled={slice.onPick === null}
              title={slice.label}
              onClick={slice.onPick ?? undefined}
            >
              <span className="pie-swatch" style={{ background: `var(${slice.color})` }} />
              <span className="cut">{slice.label}</span>
              <span className="number">{count(slice.events)}</span>
              <span className="number quiet">{share(slice.events, whole)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

const [outer, inner] = [48, 29]

/** A part of the ring, in shares of a turn from the top; a whole turn is two halves, for an arc cannot end where it begins. */
function ring(from: number, to: number): string {
  if (to - from > 0.9999) return `${ring(0, 0.5)} ${ring(0.5, 0.9999)}`
  const point = (radius: number, at: number) => {
    const angle = 2 * Math.PI * at - Math.PI / 2
    return `${(radius * Math.cos(angle)).toFixed(3)} ${(radius * Math.sin(angle)).toFixed(3)}`
  }
  const far = to - from > 0.5 ? 1 : 0
  return `M ${point(outer, from)} A ${outer} ${outer} 0 ${far} 1 ${point(outer, to)} L ${point(inner, to)} A ${inner} ${inner} 0 ${far} 0 ${point(inner, from)} Z`
}
