import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ReportDocument } from '../../../shared/report/document.ts'
import { type Sheet, sheetXml } from './sheet.ts'
import { reportSheets, sheetRows } from './sheets.ts'
import { xmlText } from './xml.ts'

/** A report as a workbook (ECMA-376), sheet after sheet as a stream; the same report gives the same bytes. */
export async function* reportXlsx(document: ReportDocument, most = sheetRows): AsyncGenerator<Uint8Array> {
  const sheets = reportSheets(document, most)
  const zip = new ZipFile()
  const out = zip.outputStream as Readable
  zip.on('error', (error: Error) => out.destroy(error))
  const text = (path: string, xml: string) => zip.addBuffer(Buffer.from(xml), path, sameTime)
  text('[Content_Types].xml', contentTypes(sheets))
  text('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]))
  text('xl/workbook.xml', workbook(sheets))
  text(
    'xl/_rels/workbook.xml.rels',
    relations([
      ...sheets.map((_, at): readonly [string, string] => ['worksheet', `worksheets/sheet${at + 1}.xml`]),
      ['styles', 'styles.xml'],
    ]),
  )
  text('xl/styles.xml', styles)
  for (const [at, sheet] of sheets.entries())
    zip.addReadStreamLazy(`xl/worksheets/sheet${at + 1}.xml`, sameTime, (give) =>
      give(null, Readable.from(sheetXml(sheet))),
    )
  zip.end()
  try {
    yield* out
  } finally {
    out.destroy()
  }
}

/** Times in the archive would make every file another one. */
const sameTime = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true }
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function contentTypes(sheets: readonly Sheet[]): string {
  const parts = sheets.map(
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${content}.worksheet+xml"/>`,
  )
  return `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/>${parts.join('')}</Types>\n`
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const each = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${relation}/${type}" Target="${target}"/>`,
  )
  return `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>\n`
}

function workbook(sheets: readonly Sheet[]): string {
  const each = sheets.map(({ name }, at) => `<sheet name="${xmlText(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`)
  return `${xml}<workbook xmlns="${main}" xmlns:r="${relation}"><sheets>${each.join('')}</sheets></workbook>\n`
}

const wrapped = (more: string) => `<xf xfId="0"${more} applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`
const font = '<sz val="10"/><name val="Calibri"/>'
const styles = `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font>${font}</font><font><b/>${font}</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" quotePrefix="1"/>${wrapped('')}${wrapped(' quotePrefix="1"')}</cellXfs></styleSheet>\n`
