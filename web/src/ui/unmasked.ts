/** A stranger's name with the characters that would turn its direction (UAX #9 §2) made visible, so that none hides its ending. */
export function unmasked(name: string): string {
  return name.replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (control) => {
    const point = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
    return `⟨U+${point}⟩`
  })
}
