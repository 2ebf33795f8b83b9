// Speaks to a passkey: the browser's own interface takes and gives bytes, forms take JSON.
function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(bytes) {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readable(options) {
  const key = options.publicKey;
  key.challenge = toBytes(key.challenge);
  if (key.user) {
    key.user.id = toBytes(key.user.id);
  }
  for (const list of [key.excludeCredentials, key.allowCredentials]) {
    for (const each of list || []) {
      each.id = toBytes(each.id);
    }
  }
  return options;
}

function written(credential) {
  const response = {};
  for (const name of ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"]) {
    if (credential.response[name]) {
      response[name] = toText(credential.response[name]);
    }
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function optionsOf(form) {
  if (form.dataset.options) {
    return JSON.parse(form.dataset.options);
  }
  const response = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  return (await response.json()).request_options;
}

async function use(form) {
  const wrong = form.querySelector("[data-passkey-error]");
  wrong.hidden = true;
  try {
    const options = readable(await optionsOf(form));
    const credential = await navigator.credentials[form.dataset.passkey](options);
    form.elements.credential.value = written(credential);
    form.submit();
  } catch (error) {
    wrong.textContent = form.dataset.failed;
    wrong.hidden = false;
  }
}

// browsers keep passkeys by name: at an address like 10.2.0.5 there is none to keep them by
const numbered = /^(\d+\.){3}\d+$|^\[/.test(location.hostname);

if (window.PublicKeyCredential && !numbered) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.querySelector("[data-passkey-start]").addEventListener("click", () => use(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use(form);
    });
  }
}
