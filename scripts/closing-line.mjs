import { readFileSync } from 'node:fs'

/** One line that counts all tests of the two runners: "N passed, N failed, N skipped". */
export function closingLine() {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const unit = read('.cache/unit.json')
  total.passed += unit?.numPassedTests ?? 0
  total.failed +=
    (unit?.numFailedTests ?? 0) +
    (unit?.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  total.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0)
  const e2e = read('.cache/e2e.json')?.stats
  total.passed += e2e?.expected ?? 0
  total.failed += (e2e?.unexpected ?? 0) + (e2e?.flaky ?? 0)
  total.skipped += e2e?.skipped ?? 0
  return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
