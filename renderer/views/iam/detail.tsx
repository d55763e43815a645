import type { ReactNode } from 'react'
import { visible } from '../../format.ts'

/** A headed part of a detail, with what can be done with it. */
export function Part({
  title,
  acts,
  children,
}: {
  readonly title: string
  readonly acts?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section>
      <div className="iam-part-head">
        <h3>{title}</h3>
        {acts}
      </div>
      {children}
    </section>
  )
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="anywhere">{children}</dd>
    </div>
  )
}

export function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <Part title={title}>
      <ul className="iam-lines">
        {lines.map((line) => (
          <li key={line} className="anywhere">
            {visible(line)}
          </li>
        ))}
      </ul>
    </Part>
  )
}
