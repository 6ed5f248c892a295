/* Passkeys: asks the browser for one, puts its answer into the form, and sends the form.

   <form data-passkey="create|get|sign-in" data-options="…" hidden> with a hidden field "credential", a button, and
   a notice for the day it fails. The form shows itself where the browser knows passkeys. */
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");

  const listed = (known) => (known ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function create(publicKey, alone) {
    const selection = { ...publicKey.authenticatorSelection };
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: listed(publicKey.excludeCredentials),
        authenticatorSelection: selection,
      },
    });
  }

  async function get(publicKey) {
    return navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: listed(publicKey.allowCredentials),
      },
    });
  }

  function answer(credential) {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  }

  async function options(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(`no options: ${reply.status}`);
    return (await reply.json()).request_options;
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential) continue;
    const notice = form.querySelector(".notice.bad");
    form.hidden = false;
    form.querySelector("button").addEventListener("click", async () => {
      notice.hidden = true;
      try {
        const { publicKey } = await options(form);
        const alone = form.elements.passwordless?.checked ?? false;
        const made = form.dataset.passkey === "create" ? await create(publicKey, alone) : await get(publicKey);
        form.elements.credential.value = answer(made);
        form.submit();
      } catch {
        notice.hidden = false;
      }
    });
  }
})();
