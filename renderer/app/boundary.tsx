import { Component, type ReactNode } from 'react'
import { Failure } from '../parts/states/states.tsx'

/** Keeps a fault of one view inside it: the rest of the window goes on, and the sentence of the error is shown. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    return error === null ? (
      this.props.children
    ) : (
      <Failure error={error} onRetry={() => this.setState({ error: null })} />
    )
  }
}
