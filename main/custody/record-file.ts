import type { RecordFormat, RecordHead, RecordPages } from '../../shared/record.ts'
import { recordHtml } from './record-html.ts'
import { recordJson } from './record-json.ts'
import { recordText } from './record-text.ts'

/** An acquisition record as a file: for the same head and objects the same bytes. Memory stays bounded. */
export const recordWriters: Readonly<
  Record<RecordFormat, (head: RecordHead, pages: RecordPages) => AsyncGenerator<string>>
> = { html: recordHtml, json: recordJson, txt: recordText }
