import type { Page } from '@playwright/test'
import { cell, details, events, expectCount, goTo, press, runSql, search } from './doing.ts'
import { serveFilled } from './filled-case.ts'
import { delivered, record, records } from './logs.ts'
import { expect, test } from './served.ts'

/** Whoever is investigated wrote the logs: nothing in them may run, hide, pretend, or push the page apart. */
let served: Awaited<ReturnType<typeof serveFilled>>

const breakIn = {
  script: '<script>window.__hacked = "script"</script>',
  image: '<img src=x onerror="window.__hacked=\'image\'; alert(1)">',
  svg: '<svg/onload="window.__hacked=\'svg\'"><a href="javascript:window.__hacked=1">click</a>',
  close: '"\'></title></textarea></style></script><script>window.__hacked=2;document.title="owned"</script>',
  link: 'javascript:window.__hacked=3//',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the attack
  template: '{{constructor.constructor("window.__hacked=4")()}}${window.__hacked=4}',
  markdown: '[click](javascript:window.__hacked=5) https://evil.example/?steal',
  prototype: '__proto__',
} as const
const bidi = 'admin\u202e\u2066gpj.exe\u2069\u200f'
const nul = 'before\u0000after\u001b[31m\u0007'
const long = 'x'.repeat(100_000)
const unbroken = `${'\ufdfa'.repeat(2000)}${'Z\u0334\u0322\u031b\u0354\u0316'.repeat(400)}`

test.beforeAll(async () => {
  const texts = [...Object.values(breakIn), bidi, nul, long, unbroken]
  const hostile = texts.map((text, at) =>
    record(at, {
      eventName: text,
      eventSource: text,
      awsRegion: text,
      userAgent: text,
      sourceIPAddress: text,
      errorCode: text,
      errorMessage: text,
      recipientAccountId: text,
      userIdentity: {
        type: 'IAMUser',
        userName: text,
        arn: `arn:aws:iam::123456789012:user/${text}`,
        accessKeyId: text,
      },
      requestParameters: { [text.slice(0, 300)]: text, policy: JSON.stringify({ Statement: [text] }), list: [text] },
      responseElements: { [text.slice(0, 300)]: { deep: { deeper: text } } },
      resources: [{ ARN: text, type: text }],
      [text.slice(0, 200)]: text,
    }),
  )
  served = await serveFilled('hostile', {
    'hostile.json.gz': delivered([...hostile, ...records(20, 100)]),
    [`<img src=x onerror=window.__hacked=6> ${bidi}.json`]: JSON.stringify({ Records: [record(200)] }),
    'not a log <script>window.__hacked=7<!--script>.json': `{"<svg onload=window.__hacked=8>": ["${breakIn.link}"]}`,
    [`${'very long '.repeat(20)}.json.gz`]: delivered([record(201)]).subarray(0, 200),
  })
})
test.afterAll(() => served?.stop())
test.beforeEach(async ({ watched }) => {
  watched.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`)
  })
  await watched.goto(served.url)
  await expect(watched.getByRole('region', { name: 'What was imported' })).toBeVisible()
})

test('every view shows hostile text as text', async ({ watched: page }) => {
  await expect(page.getByRole('region', { name: 'What stands out' })).toContainText(breakIn.image)
  await expect(page.getByRole('region', { name: 'What was imported' })).toContainText('4 objects')
  await isUnharmed(page)

  await goTo(page, 'Timeline')
  await expectCount(page, 33)
  await expect(await cell(events(page), 0, 'Action')).toHaveText(breakIn.script)
  await isUnharmed(page)
  const values = page.getByRole('navigation', { name: 'Values' })
  await expect(values.getByRole('button', { name: breakIn.svg }).first()).toBeVisible()

  await goTo(page, 'SQL')
  await runSql(page, 'SELECT action, user_agent, request, error_message, extra FROM event ORDER BY time')
  const result = page.getByRole('grid', { name: 'Result' })
  await expect(await cell(result, 1, 'action')).toHaveText(breakIn.image)
  for (let row = 0; row < 12; row++) {
    await (await cell(result, row, 'action')).dblclick()
    await expect(page.getByRole('complementary', { name: 'Row' })).toBeVisible()
    await isUnharmed(page)
  }

  await goTo(page, 'Evidence')
  const objects = page.getByRole('grid', { name: 'Objects' })
  await expect(objects).toContainText('<img src=x onerror=window.__hacked=6>')
  for (let row = 0; row < 4; row++) {
    await (await cell(objects, row, 'Object')).dblclick()
    await expect(page.getByRole('complementary', { name: 'Object' })).toBeVisible()
    await isUnharmed(page)
  }
  for (const view of ['Ours', 'Import', 'Overview']) {
    await goTo(page, view)
    await isUnharmed(page)
  }
})

test('every tab of every hostile event shows it as it was logged', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await expectCount(page, 33)
  const pane = details(page)
  await events(page).focus()
  await press(page, 'Home')
  for (const text of [...Object.values(breakIn), bidi, nul, long, unbroken]) {
    await pane.getByRole('tab', { name: 'Fields' }).click()
    await expect(pane.getByRole('heading', { level: 2 })).toHaveText(seen(text))
    await expect(pane.getByRole('treeitem', { name: /^User agent/ })).toContainText(seen(text).slice(0, 3000))
    await expect(pane.getByRole('link')).toHaveCount(0)
    await isUnharmed(page)
    await pane.getByRole('tab', { name: 'Raw' }).click()
    await expect(pane.getByRole('region', { name: 'The record as logged' })).toContainText('"eventVersion": "1.11"')
    await isUnharmed(page)
    await pane.getByRole('tab', { name: 'Evidence' }).click()
    await expect(pane).toContainText('hostile.json.gz')
    await isUnharmed(page)
    await events(page).focus()
    await press(page, 'j')
  }
})

test('nothing that hides is hidden', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await search(page, 'agent:gpj')
  await expectCount(page, 1)
  await expect(await cell(events(page), 0, 'Action')).toHaveText(String.raw`admin\u202e\u2066gpj.exe\u2069\u200f`)
  await search(page, 'agent:after')
  await expectCount(page, 1)
  await expect(await cell(events(page), 0, 'Action')).toHaveText('before␀after␛[31m␇')
})

test('hostile values can be filtered by, from a menu and from the values', async ({ watched: page }) => {
  await goTo(page, 'Timeline')
  await expectCount(page, 33)
  for (const text of [breakIn.close, breakIn.template, bidi, nul]) {
    const row = await cell(events(page), [...Object.values(breakIn), bidi, nul].indexOf(text), 'Action')
    await expect(row).toHaveText(seen(text))
    await row.click({ button: 'right' })
    const menu = page.getByRole('menu')
    await expect(menu).toContainText(seen(text))
    await isUnharmed(page)
    await menu.getByRole('menuitem', { name: 'Only events with this value' }).click()
    await expectCount(page, 1)
    await isUnharmed(page)
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await expectCount(page, 33)
  }
  const longest = await cell(events(page), 10, 'Action')
  await expect(longest).toContainText('xxxx')
  await longest.click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Copy value' })).toBeInViewport()
  await isUnharmed(page)
  await page.getByRole('menuitem', { name: 'Values of this column' }).click()
  await expect(page.getByRole('grid', { name: 'Values of Action' })).toBeVisible()
  await isUnharmed(page)
})

/** Nothing ran, the page is as wide as its window, and nobody renamed it. */
async function isUnharmed(page: Page): Promise<void> {
  const state = await page.evaluate(() => ({
    hacked: (window as { readonly __hacked?: unknown }).__hacked,
    polluted: ({} as { readonly polluted?: unknown }).polluted,
    sideways: document.documentElement.scrollWidth - innerWidth,
    down: Math.max(
      ...[document.documentElement, ...document.querySelectorAll('main')].map(
        (each) => each.scrollHeight - each.clientHeight,
      ),
    ),
    intruders: document.querySelectorAll(
      'main img:not(.cm-widgetBuffer), main iframe, main script, main a[href^="javascript"], main object',
    ).length,
    renamed: document.title.includes('owned'),
  }))
  const harmless = { hacked: undefined, polluted: undefined, intruders: 0, renamed: false }
  expect(state).toEqual({ ...harmless, sideways: expect.any(Number), down: expect.any(Number) })
  expect(state.sideways).toBeLessThanOrEqual(0)
  expect(state.down).toBeLessThanOrEqual(0)
}

/** As the page shows a text that hides something. */
function seen(text: string): string {
  const shown = [...text].map((each) => {
    if (each < ' ') return String.fromCodePoint(0x2400 + each.charCodeAt(0))
    return '\u200f\u202e\u2066\u2069'.includes(each) ? `\\u${each.charCodeAt(0).toString(16)}` : each
  })
  return shown.join('')
}
