import { arcsOf, ring } from '../../../shared/chart/ring.ts'
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
  const arcs = arcsOf(slices)
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
