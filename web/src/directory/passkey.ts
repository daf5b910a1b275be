import { enrolPasskey, passkeyEnrolOptions, passkeySignIn, passkeySignInOptions } from '../../../src/platform/auth/contract.ts'
import { call } from '../app/api.ts'

// The ceremonies of Web Authentication Level 3: options come as JSON (§5.1.8), credentials go as JSON (§5.8.1).

/** Whether this browser and this address can hold passkeys at all. */
export function passkeysWork(): boolean {
  return window.isSecureContext && typeof PublicKeyCredential === 'function'
}

/** Signs in with a passkey that the person picks. False when they change their mind. Fails with `ApiFailure`. */
export async function signInWithPasskey(): Promise<boolean> {
  const options = await call(passkeySignInOptions, {})
  const credential = await asked(() => navigator.credentials.get({ publicKey: requestOptions(options) }))
  if (credential === undefined) return false
  await call(passkeySignIn, { body: { response: toJson(credential) } })
  return true
}

/** Makes a passkey for the person who is signed in. False when they change their mind. Fails with `ApiFailure`. */
export async function makePasskey(name: string): Promise<boolean> {
  const options = await call(passkeyEnrolOptions, {})
  const credential = await asked(() => navigator.credentials.create({ publicKey: creationOptions(options) }))
  if (credential === undefined) return false
  await call(enrolPasskey, { body: { name, response: toJson(credential) } })
  return true
}

/** Dismissing the browser's dialog, or letting it time out, is an answer and no failure. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | undefined> {
  try {
    const credential = await ask()
    return credential instanceof PublicKeyCredential ? credential : undefined
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return undefined
    throw error
  }
}

type Json = Readonly<Record<string, unknown>>

function requestOptions(json: Json): PublicKeyCredentialRequestOptions {
  if (typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function') {
    return PublicKeyCredential.parseRequestOptionsFromJSON(json as unknown as PublicKeyCredentialRequestOptionsJSON)
  }
  return { ...json, challenge: bytesOf(json.challenge), allowCredentials: descriptors(json.allowCredentials) }
}

function creationOptions(json: Json): PublicKeyCredentialCreationOptions {
  if (typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function') {
    return PublicKeyCredential.parseCreationOptionsFromJSON(json as unknown as PublicKeyCredentialCreationOptionsJSON)
  }
  const user = json.user as { id: string; name: string; displayName: string }
  const made = {
    ...json,
    challenge: bytesOf(json.challenge),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: descriptors(json.excludeCredentials),
  }
  return made as unknown as PublicKeyCredentialCreationOptions
}

function descriptors(given: unknown): PublicKeyCredentialDescriptor[] {
  return Array.isArray(given) ? given.map((one: { id: string }) => ({ ...one, type: 'public-key' as const, id: bytesOf(one.id) })) : []
}

type Wire = { id: string; [member: string]: unknown }

function toJson(credential: PublicKeyCredential): Wire {
  if (typeof credential.toJSON === 'function') return credential.toJSON() as unknown as Wire
  const response = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse
  const given = {
    clientDataJSON: response.clientDataJSON,
    attestationObject: response.attestationObject,
    authenticatorData: response.authenticatorData,
    signature: response.signature,
    userHandle: response.userHandle,
  }
  const parts = Object.entries(given).flatMap(([name, value]) => (value instanceof ArrayBuffer ? [[name, textOf(value)] as const] : []))
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...Object.fromEntries(parts), transports: response.getTransports?.() ?? [] },
  }
}

/** base64url without padding (RFC 4648 §5) to bytes. */
export function bytesOf(text: unknown): Uint8Array<ArrayBuffer> {
  const plain = atob(String(text).replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (character) => character.charCodeAt(0))
}

/** Bytes to base64url without padding. */
export function textOf(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
