import type { RecordHead, RecordPages } from '../../shared/record.ts'

/** A record as one JSON document, an object a line. */
export async function* recordJson(head: RecordHead, pages: RecordPages): AsyncGenerator<string> {
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "objects": [`
  let first = true
  for await (const objects of pages()) {
    const text = objects.map((object) => `\n  ${JSON.stringify(object)}`).join(',')
    if (text === '') continue
    yield first ? text : `,${text}`
    first = false
  }
  yield '\n ]\n}\n'
}
