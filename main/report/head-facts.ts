import type { ReportHead } from '../../shared/report/document.ts'

/** What stands on the first page below the title, name by name. */
export function headFacts(head: ReportHead): readonly (readonly [name: string, value: string])[] {
  return [
    ['Case', head.case.name],
    ['Case id', head.case.id],
    ['Events', head.events.toLocaleString('en-US')],
    ['Objects', head.objects.toLocaleString('en-US')],
    ['Evidence as of', head.lastImport ?? 'nothing was imported'],
    ['Report as of', `${head.changedAt ?? 'not begun'} (revision ${head.revision})`],
    ['Made with', head.tool],
  ]
}

/** What a report whose names are pseudonyms says of them. */
export const pseudonymsSaid =
  'Accounts, identities, addresses, keys and names in this report are pseudonyms. The same pseudonym stands for the same thing throughout; who they are is kept in the case only.'
