// Passkeys, and recovery codes that can be copied and printed. Everything else of the account pages works without script.
(() => {
  "use strict";

  // On a phone the pages' names are wider than the screen; the one that is open must be seen.
  document.querySelector(".own-nav .active")?.scrollIntoView({ block: "nearest", inline: "center" });

  const fields = (form) => new URLSearchParams(new FormData(form));

  // The server's half of a ceremony: what to ask the authenticator for, and the state that the form carries back.
  const begin = async (form, address) => {
    const answer = await fetch(address, {
      method: "POST",
      body: fields(form),
      headers: { accept: "application/json" },
    });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Error(body.title ?? form.dataset.trouble);
    }
    return body;
  };

  const finish = (form, credential, state) => {
    form.elements.credential.value = JSON.stringify(credential);
    form.elements.state.value = state;
    // Sent as it is, without coming back to the listener.
    HTMLFormElement.prototype.submit.call(form);
  };

  const words = (form, error) => {
    switch (error.name) {
      case "NotAllowedError":
      case "AbortError":
        return form.dataset.cancelled;
      case "InvalidStateError":
        return form.dataset.known;
      case "Error":
        return error.message;
      default:
        return form.dataset.trouble;
    }
  };

  const complain = (form, text) => {
    const place = form.querySelector("[data-passkey-problem]");
    (place.querySelector("p") ?? place).textContent = text ?? "";
    place.hidden = !text;
  };

  const setBusy = (form, busy) => {
    const button = form.querySelector("[type=submit]");
    if (busy) {
      button.setAttribute("aria-busy", "true");
    } else {
      button.removeAttribute("aria-busy");
    }
  };

  const supported =
    window.PublicKeyCredential &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

  // Registering one
  const register = document.querySelector("[data-passkey-register]");
  if (register && supported) {
    register.querySelector("[data-passkey-unsupported]").hidden = true;
    register.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (register.dataset.asking) {
        return;
      }
      register.dataset.asking = "1";
      complain(register, null);
      setBusy(register, true);
      try {
        const { options, state } = await begin(register, register.dataset.passkeyRegister);
        const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
        finish(register, await navigator.credentials.create({ publicKey }), state);
      } catch (error) {
        complain(register, words(register, error));
        setBusy(register, false);
        delete register.dataset.asking;
      }
    });
  }

  // Signing in with one
  const signIn = document.querySelector("[data-passkey-sign-in]");
  if (signIn && supported) {
    signIn.hidden = false;
    let waiting;
    const ask = async (mediation) => {
      waiting?.abort();
      waiting = new AbortController();
      const { signal } = waiting;
      const { options, state } = await begin(signIn, signIn.dataset.passkeySignIn);
      if (signal.aborted) {
        return;
      }
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      finish(signIn, await navigator.credentials.get({ publicKey, mediation, signal }), state);
    };
    signIn.addEventListener("submit", async (event) => {
      event.preventDefault();
      complain(signIn, null);
      setBusy(signIn, true);
      try {
        await ask("optional");
      } catch (error) {
        complain(signIn, words(signIn, error));
        setBusy(signIn, false);
      }
    });
    // The browser may offer passkeys among what it fills in; asked for only once somebody comes near the field.
    const email = document.getElementById("email");
    const offer = async () => {
      try {
        if (!waiting && (await PublicKeyCredential.isConditionalMediationAvailable?.())) {
          await ask("conditional");
        }
      } catch {
        // Nobody asked for it, so nobody needs to hear of it; the button is still there.
      }
    };
    email?.addEventListener("pointerdown", offer, { once: true });
    email?.addEventListener("input", offer, { once: true });
  }

  // Recovery codes
  const codes = document.querySelector("[data-recovery-codes]");
  if (codes) {
    const copy = codes.querySelector("[data-copy-codes]");
    const print = codes.querySelector("[data-print]");
    print.hidden = false;
    print.addEventListener("click", () => window.print());
    if (navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(codes.querySelector("[data-codes]").innerText.trim());
        copy.textContent = copy.dataset.done;
      });
    }
  }
})();
