import { expect } from 'vitest'
import { ask, enter, join, type Person, signInByForm } from './desk.ts'
import { faultsOf, settled } from './look.ts'
import { scene } from './stage.ts'
import { t } from './words.ts'

// A person takes another address, and goes.

const cleo: Person = { name: 'Cleo Fenn', email: 'cleo@desk.example', password: 'nine-patient-otters-asleep' }

scene(
  'an address is changed by a link that an administrator hands over, and who belongs nowhere deletes the account',
  async ({ product, visit }) => {
    const { page, context } = await visit()
    await enter(context, product)
    const { page: own, context: hers } = await visit()
    await join(context, hers, cleo, 'analyst')

    await page.goto('/people')
    await page.getByRole('button', { name: t('directory:people.menu', { name: cleo.name }) }).click()
    await page.getByRole('menuitem', { name: t('directory:people.address') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('directory:account.address-new')).fill('cleo.fenn@desk.example')
    await dialog.getByRole('button', { name: t('directory:people.address-make') }).click()
    const link =
      (await dialog
        .getByText(/\/address#/)
        .first()
        .textContent()) ?? ''
    expect(await faultsOf(page, '[role=dialog]')).toEqual([])

    // opened where nobody is signed in: by way of the door, and back
    await ask(hers, 'POST', '/api/auth/sign-out')
    await own.goto(link.trim())
    await own.getByRole('link', { name: t('directory:sign-in.title') }).click()
    await signInByForm(own, cleo, t)
    await own.getByRole('button', { name: t('directory:address.take') }).click()
    await own.waitForURL('**/account')
    await own.getByRole('heading', { name: t('directory:account.address') }).waitFor()
    expect(await own.getByText('cleo.fenn@desk.example').first().isVisible()).toBe(true)
    await settled(own)
    expect(await faultsOf(own)).toEqual([])

    const { person } = await ask<{ person: { id: string } }>(hers, 'GET', '/api/session')
    await ask(context, 'DELETE', `/api/people/${person.id}`)
    await own.goto('/')
    await own
      .getByRole('main')
      .getByRole('link', { name: t('shell:user.account') })
      .click()
    await own.getByRole('button', { name: t('directory:account.delete') }).click()
    const last = own.getByRole('dialog')
    await last.getByLabel(t('directory:sign-in.password'), { exact: true }).fill(cleo.password)
    await last.getByRole('button', { name: t('directory:account.delete') }).click()
    await own.waitForURL('**/sign-in')
    await own.getByLabel(t('directory:sign-in.email')).waitFor()
  },
)
