/** What this browser remembers, where it allows that. */
export function kept(name: `tocsin.${string}`): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

export function keep(name: `tocsin.${string}`, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // private windows refuse; the choice then lasts for this page
  }
}
