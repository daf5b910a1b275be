import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

/** Where a Chromium is: the system's if it has one, else the one that comes with the development packages, unpacked at first use. */
export async function findChromium(): Promise<string> {
  for (const path of [process.env.TOCSIN_TEST_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser']) {
    if (path !== undefined && existsSync(path)) return path
  }
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath()
}

// nothing in the background may reach for the network, and shared memory may be small
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
]

/** Starts a headless Chromium for our own pages. As root it runs without its sandbox, so it must never be led to a foreign one. */
export async function launchBrowser(): Promise<Browser> {
  const root = process.getuid?.() === 0
  return chromium.launch({ executablePath: await findChromium(), headless: true, args: [...quiet, ...(root ? ['--no-sandbox'] : [])] })
}

export type Visit = {
  readonly page: Page
  readonly context: BrowserContext
  /** what the page complained of: errors of scripts, refusals by the content policy */
  readonly complaints: readonly string[]
}

export type Look = {
  readonly language?: string
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  readonly zone?: string
}

/** A fresh visitor: own cookies, own storage. */
export async function visit(browser: Browser, baseURL: string, look: Look = {}): Promise<Visit> {
  const { language = 'en-GB', scheme = 'light', width = 1280, height = 800, zone = 'Europe/Zurich' } = look
  const context = await browser.newContext({
    baseURL,
    locale: language,
    timezoneId: zone,
    colorScheme: scheme,
    viewport: { width, height },
    hasTouch: width < 600,
    isMobile: width < 600,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // a refused request is the server's answer, which tests look at themselves
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text())
  })
  return { page, context, complaints }
}
