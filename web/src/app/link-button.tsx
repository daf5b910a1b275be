import { Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type AnchorProps = ButtonProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & { readonly ref?: Ref<HTMLAnchorElement> }

function Anchor(props: AnchorProps) {
  return <Button component="a" {...props} />
}

/** A link to a page that looks like a button; `to`, `params` and `search` are checked against the routes. */
export const LinkButton = createLink(Anchor)
