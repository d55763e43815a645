import { Button, Icon, type IconName, Spinner } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import { sentence } from '../../format.ts'
import './states.css'

/** Nothing here, why, and what to do about it. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="state">
      <Icon icon={icon} size={28} className="state-icon" />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action !== undefined && <div className="state-action">{action}</div>}
    </div>
  )
}

/** Work in progress. Shows after a moment only, so that quick answers do not flicker. */
export function Loading({ what, onCancel }: { readonly what: string; readonly onCancel?: () => void }) {
  return (
    <div className="state state-loading" role="status">
      <Spinner size={24} aria-label={what} />
      <p>{what}</p>
      {onCancel !== undefined && <Button size="small" text="Cancel" onClick={onCancel} />}
    </div>
  )
}

/** What went wrong, in its own sentence, and the way to try again. */
export function Failure({
  error,
  onRetry,
}: {
  readonly error: { readonly message: string }
  readonly onRetry?: () => void
}) {
  return (
    <div className="state" role="alert">
      <Icon icon="error" size={28} className="state-icon state-icon-bad" />
      <h2>That did not work</h2>
      <p className="state-sentence">{sentence(error.message)}</p>
      {onRetry !== undefined && (
        <div className="state-action">
          <Button icon="refresh" text="Try again" onClick={onRetry} />
        </div>
      )}
    </div>
  )
}
