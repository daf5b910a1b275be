import type { APIResponse, BrowserContext, Page } from 'playwright-core'
import type { Product } from './product.ts'

export type Person = { readonly name: string; readonly email: string; readonly password: string }
export type Role = 'viewer' | 'analyst' | 'manager' | 'administrator'

/** the first administrator of every product in these scenes */
export const ada: Person = { name: 'Ada Lind', email: 'ada@desk.example', password: 'seven-calm-herons-standing' }
/** where one is after coming in */
export const home = '/'
export const desk = { name: 'Harbour Desk', country: 'CH' }

/** Answers the body of what was asked by the API with this person's cookies; fails when it was refused. */
export async function ask<T>(
  context: BrowserContext,
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  data?: unknown,
): Promise<T> {
  const answer = await context.request.fetch(path, { method, ...(data === undefined ? {} : { data }) })
  await mustBeGood(answer)
  const text = await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export async function mustBeGood(answer: APIResponse): Promise<void> {
  if (!answer.ok()) throw new Error(`${answer.url()}: ${answer.status()} ${await answer.text()}`)
}

/** Signs the first administrator in, by way of the set-up if nobody has made it yet. No page is opened. */
export async function enter(context: BrowserContext, product: Product, look: { readonly locale?: string } = {}): Promise<void> {
  const { open } = await ask<{ open: boolean }>(context, 'GET', '/api/setup')
  if (open) {
    await ask(context, 'POST', '/api/setup', {
      token: product.setupLink.split('#')[1],
      organisation: { name: desk.name, kind: 'agency', country: desk.country },
      person: { ...ada, locale: 'en', timeZone: 'Europe/Zurich' },
    })
  } else await signIn(context, ada)
  if (look.locale !== undefined) await ask(context, 'PATCH', '/api/me', { locale: look.locale })
}

export async function signIn(context: BrowserContext, { email, password }: Person): Promise<void> {
  await ask(context, 'POST', '/api/auth/sign-in', { email, password })
}

/** Invites somebody and accepts in their stead: `of` is an administrator's browser, `context` that of the new person. */
export async function join(of: BrowserContext, context: BrowserContext, person: Person, role: Role): Promise<void> {
  const { link } = await ask<{ link: string }>(of, 'POST', '/api/invitations', { email: person.email, role })
  await ask(context, 'POST', '/api/invitations/accept', {
    token: link.split('#')[1],
    person: { name: person.name, password: person.password, locale: 'en', timeZone: 'Europe/Zurich' },
  })
}

/** Signs in by the form that the page shows. */
export async function signInByForm(page: Page, { email, password }: Person, words: (key: string) => string): Promise<void> {
  await page.getByLabel(words('directory:sign-in.email')).fill(email)
  await page.getByLabel(words('directory:sign-in.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: words('directory:sign-in.enter'), exact: true }).click()
}
