import { readFileSync } from 'node:fs'

/**
 * One line that counts all tests of the two runners: "N passed, N failed, N skipped", and, if there were any, how many
 * journeys passed only when they were tried again.
 */
export function closingLine() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const unit = read('.cache/unit.json')
  total.passed += unit?.numPassedTests ?? 0
  total.failed +=
    (unit?.numFailedTests ?? 0) +
    (unit?.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  total.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0)
  const e2e = read('.cache/e2e.json')?.stats
  const flaky = e2e?.flaky ?? 0
  total.passed += (e2e?.expected ?? 0) + flaky
  total.failed += e2e?.unexpected ?? 0
  total.skipped += e2e?.skipped ?? 0
  const again = flaky > 0 ? ` (${flaky} of the passed only at the second try: mend them)` : ''
  return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped${again}`
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
