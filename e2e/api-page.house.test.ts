import { expect } from 'vitest'
import { scene } from './stage.ts'

scene('the page of the API draws itself under its policy, every route by what it does', async ({ visit }) => {
  const { page, complaints } = await visit()
  // hundreds of routes are drawn at once: on a busy machine each step takes its time
  page.setDefaultTimeout(100_000)
  await page.goto('/api/docs')
  await page.getByText('POST', { exact: true }).first().waitFor()
  // so many routes are drawn as one comes to them
  const route = page.getByText('Hand in a report: a message, a file, a form, JSON or XARF')
  // there are hundreds: a window at a time, without pausing
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 700)
        return route.isVisible()
      },
      { interval: 10, timeout: 100_000 },
    )
    .toBe(true)
  await route.click()
  await page.getByText('Responses').first().waitFor()
  expect(complaints).toEqual([])
})
