import { PasswordInput, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Role, roles } from '../../../src/base/actor.ts'
import { type organisationKinds as kinds, organisationKinds } from '../../../src/domain/directory/contract.ts'
import type { FieldProps } from '../app/place-fields.tsx'

// The fields that several forms of the directory share.

export type OrganisationKind = (typeof kinds)[number]

export function KindField({ error, ...props }: FieldProps) {
  const { t } = useTranslation('directory')
  const data = organisationKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))
  return <Select label={t('field.kind')} data={data} allowDeselect={false} error={error ?? null} {...props} />
}

export function RoleField({ error, ...props }: FieldProps) {
  const { t } = useTranslation('directory')
  const data = roles.map((role) => ({ value: role, label: t(`shell:role.${role}`) }))
  const chosen = props.value as Role
  return (
    <Select
      label={t('field.role')}
      description={t(`role-means.${chosen}`)}
      data={data}
      allowDeselect={false}
      error={error ?? null}
      {...props}
    />
  )
}

type PasswordProps = {
  readonly name: string
  readonly value: string
  readonly error: string | undefined
  onChange(event: React.ChangeEvent<HTMLInputElement>): void
}

/** A password that is being chosen; what makes one good stands under it before anybody fails at it. */
export function NewPasswordField({ error, ...props }: PasswordProps) {
  const { t } = useTranslation('directory')
  return (
    <PasswordInput
      label={t('field.new-password')}
      description={t('field.new-password-hint')}
      autoComplete="new-password"
      error={error ?? null}
      {...props}
    />
  )
}
