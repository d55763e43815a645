import type { IconName } from '@blueprintjs/core'
import type { ComponentType } from 'react'

/**
 * One way to look at a case. A view lives in `views/<id>/`, exports itself from `<id>.tsx` under its id and is listed
 * in `views/index.ts`; rail, routes, palette, shortcuts and the sheet of keys follow from that list.
 */
export interface View {
  /** Its place in the address (`#/<id>`) and its folder. */
  readonly id: string
  readonly title: string
  /** Pressed after g. */
  readonly key: string
  readonly icon: IconName
  /** What one finds here: the tooltip of the rail and the line in the palette. */
  readonly about: string
  readonly show: ComponentType
}
