/** The part of AbortSignal that this program uses; shared/ knows neither Node's nor the DOM's types. */
export interface Signal {
  readonly aborted: boolean
  throwIfAborted(): void
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}
