import type { Decoder } from '../../shared/decoder.ts'
import type { TextLayout } from './text-format.ts'

/** What a format is recognised by: a record that is an object. */
export interface Sample {
  /** Names of the fields at its top. */
  readonly names: ReadonlySet<string>
  readonly uri: string
  /** The record itself, for what its names do not tell. */
  readonly record?: Buffer
}

/** One log format. The fields it knows are the columns of its decoder. */
export interface Format extends Decoder {
  /** The field that identifies a record; records without it are named by their hash. */
  readonly idField: string | null
  /** Content decides; the URI may only tip the balance. */
  matches(sample: Sample): boolean
  /** The record in the spelling that the columns have, where it is written in another one; null where it is not. */
  respell?(record: Buffer, names: ReadonlySet<string>): Buffer | null
  /** In objects of such a name the service writes exactly one document: what follows it was appended by somebody else. */
  readonly single?: RegExp
  /** Where records are lines of text and not JSON: how they are told and read. */
  readonly text?: TextLayout
  /** Objects of this format are kept, and hold no events. */
  readonly eventless?: true
}
