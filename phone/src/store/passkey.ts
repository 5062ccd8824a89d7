/**
 * The fingerprint or face of the phone's owner instead of the PIN: a passkey whose PRF extension
 * gives the same 32 secret bytes each time (WebAuthn Level 3, "prf"). Where there is none, the PIN does.
 */
import type { Bytes } from "../wire/bytes";

/** What is kept of it; neither part is secret. salt: what the authenticator is asked to make its secret of. */
export type Passkey = { credential: Bytes; salt: Bytes };

const TIMEOUT_MS = 60_000;

/** Makes one on this phone; null when it can't, or the payer didn't want to. */
export async function makePasskey(): Promise<{ passkey: Passkey; secret: Bytes } | null> {
  const salt = random(32);
  const made = await asked(() => navigator.credentials.create({
    publicKey: {
      rp: { name: "Amanah" }, user: { id: random(16), name: "Amanah", displayName: "Amanah" }, challenge: random(32),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }], timeout: TIMEOUT_MS,
      authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required" },
      extensions: { prf: { eval: { first: salt } } },
    },
  }));
  if (!made?.getClientExtensionResults().prf?.enabled) return null;
  const passkey = { credential: new Uint8Array(made.rawId), salt };
  // many authenticators tell the secret only when asked a second time
  const secret = secretOf(made) ?? await askPasskey(passkey);
  return secret && { passkey, secret };
}

/** Its 32 bytes; null when the payer wasn't recognised or said no. */
export async function askPasskey({ credential, salt }: Passkey): Promise<Bytes | null> {
  const shown = await asked(() => navigator.credentials.get({
    publicKey: {
      challenge: random(32), allowCredentials: [{ type: "public-key", id: credential }], userVerification: "required",
      timeout: TIMEOUT_MS, extensions: { prf: { eval: { first: salt } } },
    },
  }));
  return shown && secretOf(shown);
}

/** Refused, timed out and not there are one thing here: then the PIN opens. */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return await ask() as PublicKeyCredential | null;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return null;
    throw error;
  }
}

function secretOf(credential: PublicKeyCredential): Bytes | null {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return null;
  const bytes = ArrayBuffer.isView(first) ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength) : new Uint8Array(first);
  return bytes.length === 32 ? new Uint8Array(bytes) : null;
}

function random(n: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(n));
}
