import { count } from '../../format.ts'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly title: string
  /** Shown beside the title, where it is known. */
  readonly number?: number | undefined
  readonly about?: string
}

/** A row of buttons of which one is pressed. */
export function Tabs<Id extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly chosen: Id
  readonly onChoose: (id: Id) => void
}) {
  return (
    <fieldset className="tabs" aria-label={label}>
      {tabs.map(({ id, title, number, about }) => (
        <button
          key={id}
          type="button"
          className="tab"
          aria-pressed={chosen === id}
          title={about}
          onClick={() => onChoose(id)}
        >
          {title}
          {number !== undefined && <b> {count(number)}</b>}
        </button>
      ))}
    </fieldset>
  )
}
