import { Icon } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import './verdict.css'

/** What checking a file came to: in a line, point by point, and of which bytes it is said. */
export function Verdict({
  isGood,
  said,
  sha256,
  children,
}: {
  readonly isGood: boolean
  readonly said: string
  readonly sha256: string
  /** Points. */
  readonly children: ReactNode
}) {
  return (
    <>
      <p className={isGood ? 'verdict verdict-good' : 'verdict verdict-bad'}>
        <Icon icon={isGood ? 'endorsed' : 'warning-sign'} /> {said}
      </p>
      <ul className="verdict-said">{children}</ul>
      <p className="quiet anywhere">
        SHA-256 of the file <span className="mono">{sha256}</span>
      </p>
    </>
  )
}

/** A point of it; `more` are told below it. */
export function Point({
  isBad = false,
  more = [],
  children,
}: {
  readonly isBad?: boolean
  readonly more?: readonly string[]
  readonly children: ReactNode
}) {
  return (
    <li className={isBad ? 'verdict-bad anywhere' : 'anywhere'}>
      {children}
      {more.length > 0 && (
        <ul>
          {more.map((one) => (
            <li key={one} className="anywhere">
              {one}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
