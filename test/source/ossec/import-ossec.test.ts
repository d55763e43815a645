import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importOssec } from '../../../main/source/ossec/import-ossec.ts'
import { writeSources } from '../../../main/source/yaml/write-sources.ts'

const folder = join(import.meta.dirname, 'fixtures')
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.xml'))
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('a configuration', () => {
  /** What comes out is kept beside each, as text that can be read: report, sources, view filters. */
  test.each(fixtures)('%s is imported as the text beside it says', async (name) => {
    const { sources, views, report } = importOssec(read(name))
    const lines = report.map(
      (one) =>
        `${one.line} ${one.severity} ${one.outcome} <${one.tag}>${one.source ? ` of "${one.source}"` : ''}: ${one.text}`,
    )
    const filters = views.map((view) => `${view.name}\n  ${view.search}\n  ${view.hides}`)
    const text = [...lines, '', writeSources(sources), ...filters].join('\n')
    await expect(text).toMatchFileSnapshot(join(folder, `${basename(name, '.xml')}.txt`))
  })

  test.each(fixtures)('%s leaves no tag without a line, and nothing switched on that deletes', (name) => {
    const { sources, report } = importOssec(read(name))
    const said = new Set(report.map(({ line }) => line))
    const inBlock = read(name)
      .split('\n')
      .flatMap((line, place) => (/^ {4,}<[a-z_]+[ >]/.test(line) ? [place + 1] : []))
    if (said.size > 1 && !name.startsWith('nearly')) expect(inBlock.filter((line) => !said.has(line))).toEqual([])
    expect(
      sources.filter((one) => ('deleteAfter' in one && one.deleteAfter) || ('acknowledge' in one && one.acknowledge)),
    ).toEqual([])
  })

  test.each(['secrets.xml', 'secret-in-broken-xml.xml'])('%s gives no secret away', (name) => {
    const secrets = read(name).match(/\bA?K?I?A?hid(den)?[\w/+]*/gi) ?? []
    const result = JSON.stringify(importOssec(read(name)))
    expect(secrets.length).toBeGreaterThan(1)
    // The external id of the block without a role is no secret, and is dropped all the same.
    expect(secrets.filter((secret) => result.includes(secret))).toEqual([])
  })

  test('is read in time that grows with its length, whatever it is made of', () => {
    const start = process.cpuUsage()
    for (const part of ['<!--', '<!x', '<![CDATA[', '&', '\\<', '<a>', '<?', '<a b="'])
      importOssec(`<wodle name="aws-s3">${part.repeat(20_000)}`)
    for (const block of ['<bucket type="cloudtrail"><name>abc</name></bucket>', '<x/>', '<day>1</day>']) {
      importOssec(`<wodle name="aws-s3">${block.repeat(10_000)}</wodle>`)
    }
    importOssec('<wodle name="aws-s3"></wodle>'.repeat(10_000))
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1e6).toBeLessThan(10)
  })
})
