import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** No violation that keeps somebody out, of WCAG 2.2 A and AA and the usual practice, in the page or a part of it. */
export async function isOpenToAll(page: Page, where: string, part?: string): Promise<void> {
  // What is fading in has no contrast yet; a caret that blinks never ends.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
    await Promise.all(ending.map((each) => each.finished.catch(() => null)))
  })
  // Hints come and go with the pointer, and may begin to fade in only now.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).exclude('.bp6-tooltip')
  // What is built the same in both themes is looked at once.
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
  if (isDark) axe.withRules('color-contrast')
  else axe.withTags(rules)
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(
    serious.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)),
    where,
  ).toEqual([])
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
