import { Alert } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { type ChangeEvent, type FormEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultsOf } from './api.ts'
import { useTroubleText } from './trouble.ts'

export type Check<V> = (value: V) => string | null
export type Checks<T> = { readonly [K in keyof T]?: Check<T[K]> }

type Changed<V> = V | ChangeEvent<HTMLInputElement | HTMLTextAreaElement>

/** The fields of a form: their values, what is wrong with each, and how they are joined to inputs. */
export type Fields<T> = {
  readonly values: T
  set<K extends keyof T>(name: K, value: T[K]): void
  reset(): void
  /** for inputs with a value: text, select, number */
  props<K extends keyof T & string>(
    name: K,
  ): { name: K; value: T[K]; error: string | undefined; onChange(changed: Changed<T[K]> | null): void }
  /** for checkboxes and switches */
  checked<K extends keyof T & string>(
    name: K,
  ): { name: K; checked: boolean; error: string | undefined; onChange(event: ChangeEvent<HTMLInputElement>): void }
  /** for the form: runs the checks, moves to the first field at fault, or goes on */
  onSubmit(then: (values: T) => unknown): (event: FormEvent<HTMLFormElement>) => void
}

/**
 * Holds a form. `checks` are what can be told before asking the server (`useChecks`); what the server then refuses is shown at its
 * field when `failure` names one.
 */
export function useFields<T extends Record<string, unknown>>(initial: T, checks: Checks<T> = {}, failure?: Error | null): Fields<T> {
  const { t } = useTranslation('ui')
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Partial<Record<keyof T, string>>>({})
  useEffect(() => {
    const faults = faultsOf(failure)
    if (faults.length > 0)
      setErrors(Object.fromEntries(faults.map((fault) => [fault.field.split('.').at(-1), t('field.refused')])) as typeof errors)
  }, [failure, t])
  const set: Fields<T>['set'] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }))
    setErrors((before) => ({ ...before, [name]: undefined }))
  }
  return {
    values,
    set,
    reset() {
      setValues(initial)
      setErrors({})
    },
    props: (name) => ({
      name,
      value: values[name],
      error: errors[name],
      onChange: (changed) => set(name, valueIn(changed) as T[typeof name]),
    }),
    checked: (name) => ({
      name,
      checked: values[name] === true,
      error: errors[name],
      onChange: (event) => set(name, event.currentTarget.checked as T[typeof name]),
    }),
    onSubmit: (then) => (event) => {
      event.preventDefault()
      const found = faultsIn(values, checks)
      setErrors(found)
      if (Object.keys(found).length === 0) return void then(values)
      const form = event.currentTarget
      // once the faults are drawn
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    },
  }
}

function valueIn(changed: unknown): unknown {
  return typeof changed === 'object' && changed !== null && 'currentTarget' in changed
    ? (changed.currentTarget as HTMLInputElement).value
    : changed
}

function faultsIn<T extends Record<string, unknown>>(values: T, checks: Checks<T>): Partial<Record<keyof T, string>> {
  const faults: Partial<Record<keyof T, string>> = {}
  for (const name of Object.keys(checks) as (keyof T)[]) {
    const says = checks[name]?.(values[name])
    if (typeof says === 'string') faults[name] = says
  }
  return faults
}

/** The checks that most fields need, in the reader's words. */
export function useChecks() {
  const { t } = useTranslation('ui')
  return {
    required: (value: unknown) => (value === null || value === undefined || String(value).trim() === '' ? t('field.required') : null),
    email: (value: string) =>
      value.trim() === '' ? t('field.required') : /^[^\s@<>"]{1,64}@[^\s@<>"]{1,189}$/u.test(value.trim()) ? null : t('field.email'),
    code: (value: string) => (/^\d{6}$/.test(value.trim()) ? null : t('field.code')),
  }
}

/** Why the server refused, above the form's button; takes the focus so that nobody misses it. */
export function FormNote({ failure }: { readonly failure: Error | null | undefined }) {
  const text = useTroubleText()
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (failure !== null && failure !== undefined) note.current?.focus()
  }, [failure])
  if (failure === null || failure === undefined) return null
  return (
    <Alert ref={note} tabIndex={-1} role="alert" color="red" variant="light" icon={<IconAlertCircle size={18} />} p="sm">
      {text(failure)}
    </Alert>
  )
}
