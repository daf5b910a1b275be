import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { totp } from '../src/domain/directory/testing/totp.ts'
import { ada, ask, desk, enter, home, join, type Person, signInByForm } from './desk.ts'
import { scene } from './stage.ts'
import { t } from './words.ts'

// Coming in: the first run, signing in by each way there is, people and keys.

const heading = (name: string) => ({ name, level: 1 as const })

scene('the printed link leads through the first run to the home of a desk that has nothing yet', async ({ product, visit }) => {
  const { page, context } = await visit()
  expect((await ask<{ open: boolean }>(context, 'GET', '/api/setup')).open).toBe(true)
  await page.goto('/')
  await page.getByRole('heading', heading(t('directory:setup.no-token'))).waitFor()

  await page.goto(product.setupLink)
  await page.getByLabel(t('directory:field.organisation'), { exact: true }).fill(desk.name)
  await page.getByRole('combobox', { name: t('directory:field.country') }).click()
  await page.getByRole('option', { name: 'Switzerland' }).click()
  await page.getByLabel(t('directory:field.name'), { exact: true }).fill(ada.name)
  await page.getByLabel(t('directory:sign-in.email')).fill(ada.email)
  const password = page.getByLabel(t('directory:field.new-password'), { exact: true })
  await password.fill('password1234')
  await page.getByRole('button', { name: t('directory:setup.make') }).click()
  await page.getByRole('alert').first().waitFor()
  await password.fill(ada.password)
  await page.getByRole('button', { name: t('directory:setup.make') }).click()

  await page.waitForURL(`**${home}`)
  await page.getByRole('heading', heading(t('shell:nav.home'))).waitFor()
  // the link works once
  const { page: other } = await visit()
  await other.goto(product.setupLink)
  await other.getByRole('heading', heading(t('directory:setup.over'))).waitFor()
})

scene('a passkey is enrolled, signs in without a password, is removed, and is no good any more', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  const device = await context.newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
  })
  await page.goto('/account')
  await page.getByRole('button', { name: t('directory:passkeys.add') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('directory:passkeys.name')).fill('my key')
  await dialog.getByRole('button', { name: t('directory:passkeys.go-on') }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'my key' })
  await row.waitFor()

  await signOut(page)
  await page.getByRole('button', { name: t('directory:sign-in.passkey') }).click()
  await page.waitForURL(`**${home}`)

  await page.goto('/account')
  await row.getByRole('button', { name: t('directory:passkeys.remove') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('directory:passkeys.remove') })
    .click()
  await row.waitFor({ state: 'detached' })
  await signOut(page)
  await page.getByRole('button', { name: t('directory:sign-in.passkey') }).click()
  await page.getByText(t('problems:auth.passkey-refused')).waitFor()
  expect(page.url()).toContain('/sign-in')
})

scene('with a second step, the password asks for a code, and a recovery code lets in once', async ({ product, visit }) => {
  const cleo: Person = { name: 'Cleo Marr', email: 'cleo@desk.example', password: 'nine-blue-lanterns-swaying' }
  const [administrator, { page, context }] = [await visit(), await visit()]
  await enter(administrator.context, product)
  await join(administrator.context, context, cleo, 'viewer')

  await page.goto('/account')
  await page.getByRole('button', { name: t('directory:totp.enrol') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('directory:sign-in.password'), { exact: true }).fill(cleo.password)
  await dialog.getByRole('button', { name: t('directory:totp.enrol') }).click()
  const shown = page
    .getByRole('alert')
    .filter({ hasText: t('directory:totp.codes') })
    .locator('bdi')
  await shown.first().waitFor()
  const codes = await shown.allTextContents()
  expect(codes.length).toBeGreaterThanOrEqual(8)
  await page.getByRole('button', { name: t('directory:totp.codes-kept') }).click()
  await page.getByRole('img', { name: t('directory:totp.qr') }).waitFor()
  const secret = (await page.getByText(t('directory:totp.or-type')).locator('bdi').textContent()) ?? ''
  // each code is good once, and the next is taken before its time: no turn of the half minute makes this fail
  const began = Date.now()
  await page.getByRole('textbox', { name: t('directory:code.label') }).fill(totp(secret, began))
  await page.getByRole('button', { name: t('directory:totp.confirm') }).click()
  await page.getByText(t('directory:totp.on'), { exact: true }).waitFor()

  await signOut(page)
  await signInByForm(page, cleo, t)
  await page.getByRole('heading', heading(t('directory:code.title'))).waitFor()
  await page.getByRole('textbox', { name: t('directory:code.label') }).fill('000000')
  await page.getByRole('button', { name: t('directory:sign-in.enter') }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox', { name: t('directory:code.label') }).fill(totp(secret, began + 30_000))
  await page.getByRole('button', { name: t('directory:sign-in.enter') }).click()
  await page.waitForURL(`**${home}`)

  await signOut(page)
  await signInByForm(page, cleo, t)
  await page.getByRole('button', { name: t('directory:code.use-recovery') }).click()
  await page.getByLabel(t('directory:recovery.label')).fill(codes[0] ?? '')
  await page.getByRole('button', { name: t('directory:sign-in.enter') }).click()
  await page.waitForURL(`**${home}`)
  await signOut(page)
  await signInByForm(page, cleo, t)
  await page.getByRole('button', { name: t('directory:code.use-recovery') }).click()
  await page.getByLabel(t('directory:recovery.label')).fill(codes[0] ?? '')
  await page.getByRole('button', { name: t('directory:sign-in.enter') }).click()
  await page.getByRole('alert').waitFor()
})

scene('somebody is invited, accepts by the link, and sees what their role allows and no more', async ({ product, visit }) => {
  const { page: inviting, context } = await visit()
  await enter(context, product)
  await inviting.goto('/people')
  await inviting.getByRole('button', { name: t('directory:people.invite') }).click()
  const dialog = inviting.getByRole('dialog')
  await dialog.getByLabel(t('directory:sign-in.email')).fill('bo@desk.example')
  await dialog.getByRole('combobox', { name: t('directory:field.role') }).click()
  await inviting.getByRole('option', { name: t('shell:role.viewer') }).click()
  await dialog.getByRole('button', { name: t('directory:people.make-invitation') }).click()
  const link = (await dialog.getByText(`${product.origin}/invitation#`).textContent()) ?? ''
  await dialog.getByRole('button', { name: t('directory:link.done') }).click()
  await inviting.getByRole('row').filter({ hasText: 'bo@desk.example' }).waitFor()

  const { page } = await visit()
  await page.goto(link)
  await page.getByRole('heading', heading(t('directory:invited.title', { organisation: desk.name }))).waitFor()
  await page.getByLabel(t('directory:field.name'), { exact: true }).fill('Bo Reed')
  await page.getByLabel(t('directory:field.new-password'), { exact: true }).fill('eleven-quiet-otters-diving')
  await page.getByRole('button', { name: t('directory:invited.accept') }).click()
  await page.waitForURL(`**${home}`)

  // the other browser learns of it by itself
  const row = inviting.getByRole('row').filter({ hasText: 'Bo Reed' })
  await row.waitFor()
  const navigation = page.getByRole('navigation', { name: t('shell:nav.label') })
  expect(await navigation.getByRole('link', { name: t('shell:nav.people') }).count()).toBe(1)
  for (const closed of ['organisation', 'audit', 'health'])
    expect(await navigation.getByRole('link', { name: t(`shell:nav.${closed}`), exact: true }).count()).toBe(0)
  await page.goto('/audit')
  await page.getByRole('alert').getByText(t('ui:trouble.forbidden')).waitFor()
  await page.goto('/people')
  await page.getByRole('row').filter({ hasText: ada.name }).waitFor()
  expect(await page.getByRole('button', { name: t('directory:people.invite') }).count()).toBe(0)

  // a manager may read the audit
  await row.getByRole('button', { name: t('directory:people.menu', { name: 'Bo Reed' }) }).click()
  await inviting.getByRole('menuitem', { name: t('shell:role.manager') }).click()
  await row.getByText(t('shell:role.manager')).waitFor()
  await navigation.getByRole('link', { name: t('shell:nav.audit'), exact: true }).click()
  await page.getByRole('row').filter({ hasText: 'Bo Reed' }).first().waitFor()
})

scene('an API key is shown once, works, and is refused once revoked', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.goto('/keys')
  await page.getByRole('button', { name: t('directory:keys.make') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('directory:field.name')).fill('feeder')
  await dialog.getByLabel(t('directory:scope.read'), { exact: true }).check()
  await dialog.getByRole('button', { name: t('directory:keys.make') }).click()
  const key = (await dialog.getByText(/^tcs_/).textContent()) ?? ''
  await dialog.getByRole('button', { name: t('directory:link.done') }).click()
  const row = page.getByRole('row').filter({ hasText: 'feeder' })
  await row.waitFor()
  expect(await page.content()).not.toContain(key)

  const list = () => fetch(`${product.origin}/api/reports`, { headers: { authorization: `Bearer ${key}` } })
  expect((await list()).status).toBe(200)
  await row.getByRole('button', { name: t('directory:keys.revoke') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('directory:keys.revoke') })
    .click()
  await row.getByText(t('directory:keys.revoked'), { exact: true }).waitFor()
  expect((await list()).status).toBe(401)
})

scene('the operator sees jobs and the health of the node', async ({ product, visit }) => {
  const { page, context } = await visit()
  await enter(context, product)
  await page.goto('/node/health')
  await page.getByRole('heading', { name: t('platform:health.ready') }).waitFor()
  await page.goto('/jobs?parked=true')
  await page.getByRole('heading', { name: t('platform:jobs.none-parked') }).waitFor()
})

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account menu/ }).click()
  await page.getByRole('menuitem', { name: t('shell:user.sign-out') }).click()
  await page.getByRole('heading', heading(t('directory:sign-in.title'))).waitFor()
}
