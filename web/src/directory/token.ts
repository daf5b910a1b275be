import { useEffect, useState } from 'react'

/** The secret of a one-time link: what stands after `#`, which browsers send nowhere. Undefined when it cannot be one. */
export function tokenOf(hash: string): string | undefined {
  const text = hash.replace(/^#/, '')
  return /^[\w.~-]{20,100}$/.test(text) ? text : undefined
}

/** The secret of the link that this page was opened by, or else `kept`. A link pasted later over the page's own address loads nothing, so it is listened for. */
export function useToken(kept = ''): string | undefined {
  const [token, setToken] = useState(() => tokenOf(location.hash) ?? tokenOf(kept))
  useEffect(() => {
    const look = () => setToken((before) => tokenOf(location.hash) ?? before)
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [])
  return token
}
