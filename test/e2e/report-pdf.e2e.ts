import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { delivered, records } from './logs.ts'

/** What somebody holds in the hand: pages of a PDF, drawn by other code than printed them. */
const pdfjs = 'node_modules/pdfjs-dist/build'
const files: Readonly<Record<string, string>> = { '/pdf.mjs': 'pdf.min.mjs', '/worker.mjs': 'pdf.worker.min.mjs' }

test('a report is printed as pages with text, pictures and a footer', async ({ page, browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-e2e-pdf-'))
  const coldtrail = (...words: string[]) =>
    execFileSync(process.execPath, ['bin/coldtrail.mjs', ...words], {
      env: {
        ...process.env,
        COLDTRAIL_HOME: folder,
        COLDTRAIL_CHROMIUM: process.env.COLDTRAIL_CHROMIUM ?? browser.browserType().executablePath(),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  try {
    mkdirSync(join(folder, 'logs'))
    writeFileSync(join(folder, 'logs', 'trail.json.gz'), delivered(records(60, 1)))
    const [dir, pdf] = [join(folder, 'a.coldtrail'), join(folder, 'report.pdf')]
    coldtrail('import', join(folder, 'logs'), '--case', dir)
    coldtrail('report', '--case', dir, '-o', pdf)

    await page.route('http://pages.test/**', async (route) => {
      const { pathname } = new URL(route.request().url())
      const name = files[pathname]
      if (pathname === '/report.pdf') await route.fulfill({ body: readFileSync(pdf) })
      else if (name) await route.fulfill({ body: readFileSync(join(pdfjs, name)), contentType: 'text/javascript' })
      else await route.fulfill({ body: '<!doctype html>', contentType: 'text/html' })
    })
    await page.goto('http://pages.test/')
    const drawn = await page.evaluate(async () => {
      const library = await import('/pdf.mjs' as string)
      library.GlobalWorkerOptions.workerSrc = '/worker.mjs'
      const document_ = await library.getDocument('/report.pdf').promise
      const pages: { text: string; width: number; inked: number; outside: number; colours: number }[] = []
      for (let at = 1; at <= document_.numPages; at++) {
        const one = await document_.getPage(at)
        const viewport = one.getViewport({ scale: 1 })
        const canvas = document.createElement('canvas')
        ;[canvas.width, canvas.height] = [viewport.width, viewport.height]
        await one.render({ canvas, viewport }).promise
        const drawing = canvas.getContext('2d')
        if (!drawing) throw new Error('no canvas')
        const { data, width } = drawing.getImageData(0, 0, canvas.width, canvas.height)
        let [inked, outside] = [0, 0]
        const colours = new Set<number>()
        for (let place = 0; place < data.length; place += 4) {
          const [red = 255, green = 255, blue = 255] = data.subarray(place, place + 3)
          if (red + green + blue > 700) continue
          inked++
          const x = (place / 4) % width
          if (x < 30 || x > width - 30) outside++
          if (Math.max(red, green, blue) - Math.min(red, green, blue) > 80)
            colours.add((red << 16) | (green << 8) | blue)
        }
        const { items } = await one.getTextContent()
        const text = items.map((item: { str?: string }) => item.str ?? '').join(' ')
        pages.push({ text, width: viewport.width, inked, outside, colours: colours.size })
      }
      return pages
    })
    expect(drawn.length).toBeGreaterThan(3)
    for (const [at, one] of drawn.entries()) {
      expect(one.text.replace(/\s+/g, ' ')).toContain(`${at + 1} / ${drawn.length}`)
      expect(one.inked, `page ${at + 1} is not empty`).toBeGreaterThan(500)
      expect(one.outside, `nothing of page ${at + 1} runs into the margin`).toBe(0)
      expect(one.width, 'A4').toBeCloseTo(595, -1)
    }
    const text = drawn.map((one) => one.text.replace(/\s+/g, '')).join('')
    for (const said of ['Scope and coverage', 'What was examined', 'Glossary', 'How each figure was made'])
      expect(text).toContain(said.replaceAll(' ', ''))
    expect(
      drawn.some((one) => one.colours > 0),
      'a chart has its colours',
    ).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
