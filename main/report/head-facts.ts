import type { ReportHead } from '../../shared/report/document.ts'

/** What stands on the first page below the title, name by name. */
export function headFacts(head: ReportHead): readonly (readonly [name: string, value: string])[] {
  return [
    ['Case', head.case.name],
    ['Case id', head.case.id],
    ['Events', head.events.toLocaleString('en-US')],
    ['Objects', head.objects.toLocaleString('en-US')],
    ['Evidence as of', head.lastImport === null ? 'nothing was imported' : moment(head.lastImport)],
    ['Report as of', `${head.changedAt === null ? 'not begun' : moment(head.changedAt)} (revision ${head.revision})`],
    ['Made with', head.tool],
  ]
}

/** A time for reading, to the second. */
function moment(iso: string): string {
  return iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')
}

/** What a report whose names are pseudonyms says of them. */
export const pseudonymsSaid =
  'Accounts, identities, addresses, keys and names in this report are pseudonyms. The same pseudonym stands for the same thing throughout; who they are is kept in the case only.'
