/** Half-open stretch of time, milliseconds since 1970. */
export interface Range {
  readonly from: number
  readonly to: number
}
