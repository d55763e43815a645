import { expect, it, test } from 'vitest'
import { alternatives, labels, written } from '../../renderer/parts/shortcuts/keys.ts'

const nothing = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.each([
  [{ key: 'k', ctrlKey: true }, 'mod+k'],
  [{ key: 'k', metaKey: true }, 'mod+k'],
  [{ key: 'F', shiftKey: true }, 'shift+f'],
  [{ key: 'E', shiftKey: true, ctrlKey: true }, 'mod+shift+e'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: '/' }, '/'],
  [{ key: 'ArrowLeft', altKey: true }, 'alt+left'],
  [{ key: 'ArrowDown', shiftKey: true }, 'shift+down'],
  [{ key: 'Escape' }, 'esc'],
  [{ key: 'Enter', ctrlKey: true }, 'mod+enter'],
  [{ key: 'F1' }, 'f1'],
  [{ key: ' ' }, 'space'],
  [{ key: 'Shift', shiftKey: true }, null],
])('it writes the press %j as %s', (pressed, keys) => {
  expect(written({ ...nothing, ...pressed })).toBe(keys)
})

it('reads alternatives and sequences', () => {
  expect(alternatives('g t | mod+shift+e')).toEqual([['g', 't'], ['mod+shift+e']])
})

it('labels the first alternative for people', () => {
  expect([labels('g t', false), labels('mod+k | /', false), labels('mod+alt+left', true), labels('?', false)]).toEqual([
    [['G'], ['T']],
    [['Ctrl', 'K']],
    [['⌘', '⌥', '←']],
    [['?']],
  ])
})
