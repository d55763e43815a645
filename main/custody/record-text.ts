import type { RecordHead, RecordPages } from '../../shared/record.ts'
import { visible } from '../../shared/visible.ts'
import { factsOf, importLines } from './record-facts.ts'

/** A record as plain text: what it is of, then an object a line with its hash. */
export async function* recordText(head: RecordHead, pages: RecordPages): AsyncGenerator<string> {
  yield `ACQUISITION RECORD\n\n${factsOf(head)
    .map(([name, value]) => `${name.padEnd(12)} ${value}`)
    .join('\n')}\n\n`
  for (const { title, facts } of importLines(head)) {
    yield `${title}\n${facts.map(([name, value]) => `  ${name.padEnd(10)} ${value}`).join('\n')}\n\n`
  }
  yield 'OBJECTS: SHA-256, bytes, state, address\n'
  for await (const objects of pages()) {
    yield objects
      .map(({ sha256, bytes, state, uri, reason }) => {
        const why = reason === null ? '' : `  (${visible(reason)})`
        return `${sha256 ?? '-'.padEnd(64)}  ${String(bytes).padStart(12)}  ${state.padEnd(9)}  ${visible(uri)}${why}\n`
      })
      .join('')
  }
  yield '\nSigned\n\n\nName, place, date: ______________________________\n'
}
