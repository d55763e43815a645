/**
 * Characters that a terminal acts on or does not show: C0 and C1 controls, line and paragraph separators, directional
 * and invisible marks, tags, lone surrogates. Log text is written by attackers, and a terminal obeys what it is sent.
 */
const unsafe =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** Text for one line of a terminal: what is unsafe shows as `\x1b` or `\u202e`. */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0
    return code < 0x100 ? `\\x${hex(code, 2)}` : code < 0x10000 ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 5)}}`
  })
}

/** The same for text of several lines: line ends and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(/[^\r\n\t]+/g, printable)
}

/** Inside a JSON document only texts can hold such characters, so escaping them as JSON does changes no value. */
export function safeJson(document: string): string {
  return document.replace(unsafe, (character) => {
    if (/[\n\r\t]/.test(character)) return character
    return [...Array(character.length).keys()].map((i) => `\\u${hex(character.charCodeAt(i), 4)}`).join('')
  })
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
