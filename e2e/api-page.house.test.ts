import { expect } from 'vitest'
import { scene } from './stage.ts'

scene('the page of the API draws itself under its policy, every route by what it does', async ({ visit }) => {
  const { page, complaints } = await visit()
  await page.goto('/api/docs')
  await page.getByText('Hand in a report: a message, a file, a form, JSON or XARF').waitFor()
  await page.getByText('Hand in a report: a message, a file, a form, JSON or XARF').click()
  await page.getByText('Responses').first().waitFor()
  expect(complaints).toEqual([])
})
