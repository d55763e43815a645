/**
 * Text of a log with everything made visible that could hide or reorder it: control characters as their pictures (␀),
 * line breaks and tabs too; bidirectional controls, zero-width and other invisible characters and lone surrogates as
 * escapes (\u202e). An attacker chooses user agents and names; what is read must be what was written.
 */
export function visible(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    if (code === 0x7f) return '␡'
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u2028\u2029\u2800\u3164\uffa0]|[\ufe00-\ufe0f]/gu
