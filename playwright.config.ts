import { defineConfig } from '@playwright/test'

const executablePath = process.env.COLDTRAIL_CHROMIUM ?? '/usr/bin/chromium'
/** No sandbox inside CI's own sandbox; nothing of Chromium's own that would look for a network. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/e2e.json' }]],
  use: { browserName: 'chromium', launchOptions: { executablePath, args }, viewport: { width: 1280, height: 720 } },
})
