import type { MarksImported } from './mark.ts'

/** What a bundle holds: the case with its evidence, without it, or only what people say of its events. */
export const bundleContents = ['case', 'without-evidence', 'marks'] as const
export type BundleContents = (typeof bundleContents)[number]

/** What stands first in a bundle. */
export interface BundleHead {
  readonly kind: 'coldtrail-bundle'
  readonly version: 1
  readonly tool: string
  readonly contents: BundleContents
  readonly case: { readonly id: string; readonly name: string }
  /** ISO 8601 UTC. */
  readonly writtenAt: string
  /** user@host. */
  readonly writtenBy: string
  /** Evidence that the case has and the bundle has not, of a bundle with evidence. */
  readonly left: BundleLeft
}

/** Files that could not be packed: they were imported in place, and are no longer there as they were. */
export interface BundleLeft {
  readonly files: number
  /** Some of them, with why. */
  readonly first: readonly { readonly uri: string; readonly reason: string }[]
}

/** What came out of a bundle, every file of it with the hash that it was packed with. */
export interface BundleTaken {
  readonly head: BundleHead
  /** Where the case lies now; null: it held marks, and they are in the open case. */
  readonly folder: string | null
  readonly files: number
  readonly bytes: number
  readonly marks: MarksImported | null
}
