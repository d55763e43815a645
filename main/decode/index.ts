import type { Decoder } from '../../shared/decoder.ts'
import { cloudtrail } from './cloudtrail.ts'
import { cloudtrailDigest } from './cloudtrail-digest.ts'
import type { Format } from './format.ts'
import { guardduty } from './guardduty.ts'

/** Every log format, in the order in which they are tried. A new format is a file and a line here. */
export const formats: readonly Format[] = [
  cloudtrail, //
  cloudtrailDigest,
  guardduty,
]

/** How the store reads the framed lines of each format, by id. */
export const decoders: ReadonlyMap<string, Decoder> = new Map(formats.map((format) => [format.id, format]))
