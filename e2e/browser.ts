import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { findChromium } from './chromium.ts'

// nothing in the background may reach for the network, and shared memory may be small
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-gpu',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
]

/**
 * Starts a headless Chromium for our own pages; fails where there is none. It runs without its sandbox, which root and many containers
 * cannot have: it must never be led to a foreign page.
 */
export async function launchBrowser(): Promise<Browser> {
  const found = await findChromium()
  if (found.kind === 'missing') throw new Error(found.why)
  const env = { ...(process.env as Record<string, string>), ...found.environment }
  return chromium.launch({ executablePath: found.path, headless: true, chromiumSandbox: false, args: quiet, env })
}

export type Visit = {
  readonly page: Page
  readonly context: BrowserContext
  /** what the page complained of: errors of scripts, refusals by the content policy */
  readonly complaints: string[]
}

export type Look = {
  readonly language?: string
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  readonly zone?: string
  readonly script?: boolean
}

/** the widths that pages are held to: a telephone, a laptop */
export const widths = { phone: 390, laptop: 1280 } as const

/** A fresh visitor: own cookies, own storage. */
export async function visit(browser: Browser, baseURL: string, look: Look = {}): Promise<Visit> {
  const { language = 'en-GB', scheme = 'light', width = widths.laptop, height = 800, zone = 'Europe/Zurich', script = true } = look
  const phone = width < 600
  const context = await browser.newContext({
    baseURL,
    locale: language,
    timezoneId: zone,
    colorScheme: scheme,
    viewport: { width, height },
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: 'reduce',
    javaScriptEnabled: script,
  })
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(`error: ${error.error().message}`))
  context.on('console', (message) => {
    // a refused request is the server's answer, which tests look at themselves
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text())
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return { page, context, complaints }
}
