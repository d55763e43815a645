import { Component, type ReactNode } from 'react'
import { Failure } from '../parts/states/states.tsx'

/** Keeps a fault of one view inside it: the rest of the window goes on, and the sentence of the error is shown. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  again(error: Error) {
    // A part of the page that is gone from the server, after an update, comes back only with the whole page.
    if (/preload|dynamically imported/.test(error.message)) location.reload()
    else this.setState({ error: null })
  }

  override render() {
    const { error } = this.state
    return error === null ? this.props.children : <Failure error={error} onRetry={() => this.again(error)} />
  }
}
