import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findChromium } from './chromium.mjs'

/** Draws assets/icons/icon.png (1024 pixels, from which the packages' icons are made) anew after icon.svg has changed. */
const { path, why } = findChromium()
if (!path) throw new Error(`no browser to draw the icon with: ${why}`)
const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1024, height: 1024 } })
await page.setContent(
  `<style>html, body { margin: 0 } svg { display: block }</style>${readFileSync('assets/icons/icon.svg', 'utf8')}`,
)
writeFileSync('assets/icons/icon.png', await page.locator('svg').screenshot({ omitBackground: true }))
await browser.close()
