// Language, direction and colour scheme as last chosen in this browser, set before anything is painted.
;(() => {
  const root = document.documentElement
  const kept = (name) => {
    try {
      return localStorage.getItem(name)
    } catch {
      return null
    }
  }
  const scheme = kept('tocsin.scheme')
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  const language = kept('tocsin.language') || navigator.language || 'en'
  root.lang = language.startsWith('zh') ? 'zh-CN' : language.startsWith('ar') ? 'ar' : 'en'
  root.dir = root.lang === 'ar' ? 'rtl' : 'ltr'
})()
