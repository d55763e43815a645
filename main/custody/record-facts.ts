import { objectStates } from '../../shared/case.ts'
import type { RecordHead } from '../../shared/record.ts'
import { visible } from '../../shared/visible.ts'

type Fact = readonly [name: string, value: string]

/** What a record says of itself, for people. Nothing in it can act or hide. */
export function factsOf({ case: of, tool, writtenAt, writtenBy, audit, totals, ...head }: RecordHead): readonly Fact[] {
  const states = objectStates.flatMap((state) => {
    const objects = totals.objects[state] ?? 0
    return objects === 0 ? [] : [`${number(objects)} ${state}`]
  })
  return [
    ['Case', `${visible(of.name)} (${of.id})`],
    ['Created', of.createdAt],
    ['Of', head.import === null ? 'everything in the case' : `import ${head.import}`],
    ['Objects', states.join(', ') || 'none'],
    ['Bytes', number(totals.bytes)],
    ['Events', number(totals.events)],
    ['Tool', visible(tool)],
    ['Written', `${writtenAt} by ${visible(writtenBy)}`],
    ['Audit log', audit === null ? 'none' : `line ${audit.line}, SHA-256 ${audit.sha256}`],
  ]
}

/** Its imports and collections, each with who, when and from where. */
export function importLines({
  imports,
}: RecordHead): readonly { readonly title: string; readonly facts: readonly Fact[] }[] {
  return imports.map(({ import_id, started_at, ended_at, state, who, what }) => ({
    title: `Import ${import_id}`,
    facts: [
      ['By', visible(who)],
      ['From', started_at],
      ['To', ended_at ?? 'not ended'],
      ['Ended', visible(state)],
      ['Asked for', visible(what)],
    ],
  }))
}

function number(n: number): string {
  return n.toLocaleString('en-US')
}
