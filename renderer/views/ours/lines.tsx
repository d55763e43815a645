import { Button, Checkbox, InputGroup } from '@blueprintjs/core'
import { useId, useRef } from 'react'
import { sentence } from '../../format.ts'

interface Column<T> {
  readonly key: keyof T & string
  readonly label: string
  readonly placeholder?: string
  readonly mono?: boolean
  readonly width?: string
}

/** A list that is edited line by line; what is wrong with a line stands under it. */
export function Lines<T extends Readonly<Record<string, string | boolean>> | object>({
  title,
  about,
  place,
  lines,
  problems,
  fresh,
  columns,
  onChange,
}: {
  readonly title: string
  readonly about: string
  /** Its name in the places of problems. */
  readonly place: string
  readonly lines: readonly T[]
  readonly problems: ReadonlyMap<string, string>
  readonly fresh: T
  readonly columns: readonly Column<T>[]
  readonly onChange: (lines: readonly T[]) => void
}) {
  const section = useRef<HTMLElement>(null)
  const id = useId()
  const add = () => {
    onChange([...lines, fresh])
    requestAnimationFrame(() => section.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus())
  }
  const set = (at: number, key: keyof T & string, value: string | boolean) =>
    onChange(lines.map((line, index) => (index === at ? { ...line, [key]: value } : line)))
  const template = { gridTemplateColumns: `${columns.map((column) => column.width ?? '1fr').join(' ')} 30px` }
  return (
    <section className="panel" aria-labelledby={id} ref={section}>
      <header className="lines-head">
        <div>
          <h2 id={id}>{title}</h2>
          <p className="quiet">{about}</p>
        </div>
        <Button size="small" icon="plus" text="Add" onClick={add} aria-label={`Add to ${title}`} />
      </header>
      {lines.length > 0 && (
        <>
          <div className="lines-labels quiet" style={template} aria-hidden="true">
            {columns.map((column) => (
              <span key={column.key}>{column.label}</span>
            ))}
          </div>
          <ul className="lines">
            {lines.map((line, at) => {
              const problem = problems.get(`${place}.${at}`)
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; its text changes with every key
                <li key={at}>
                  <div className="lines-line" style={template}>
                    {columns.map((column, nth) => {
                      const value = line[column.key]
                      return typeof value === 'boolean' ? (
                        <Checkbox
                          key={column.key}
                          checked={value}
                          aria-label={`${column.label}, line ${at + 1} of ${title}`}
                          onChange={(event) => set(at, column.key, event.currentTarget.checked)}
                        />
                      ) : (
                        <InputGroup
                          key={column.key}
                          value={String(value)}
                          placeholder={column.placeholder}
                          spellCheck={false}
                          className={column.mono === true ? 'mono' : ''}
                          intent={problem !== undefined && nth === 0 ? 'danger' : 'none'}
                          aria-invalid={problem !== undefined && nth === 0}
                          aria-label={`${column.label}, line ${at + 1} of ${title}`}
                          onValueChange={(text) => set(at, column.key, text)}
                        />
                      )
                    })}
                    <Button
                      variant="minimal"
                      icon="cross"
                      aria-label={`Remove line ${at + 1} of ${title}`}
                      onClick={() => onChange(lines.filter((_, index) => index !== at))}
                    />
                  </div>
                  {problem !== undefined && <p className="lines-problem">{sentence(problem)}</p>}
                </li>
              )
            })}
          </ul>
        </>
      )}
    </section>
  )
}

/** One labelled field of its own. */
export function Line({
  label,
  place,
  value,
  placeholder,
  problems,
  onChange,
}: {
  readonly label: string
  readonly place: string
  readonly value: string
  readonly placeholder: string
  readonly problems: ReadonlyMap<string, string>
  readonly onChange: (value: string) => void
}) {
  const id = useId()
  const problem = problems.get(place)
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <InputGroup
        id={id}
        className="mono"
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        intent={problem === undefined ? 'none' : 'danger'}
        aria-invalid={problem !== undefined}
        onValueChange={onChange}
      />
      {problem !== undefined && <p className="lines-problem">{sentence(problem)}</p>}
    </div>
  )
}
