// Makes the travel-request form comfortable where scripts run. It works without: everything here only adds.
(() => {
  "use strict";

  const draftKey = "travel-request";
  const isKept = (field) => field.name.startsWith("Trip.");
  const fieldsOf = (form) => [...form.elements].filter(isKept);
  const change = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // What was typed stays in this tab until it is sent: over a reload, a lost connection, a server that went away.
  const draft = {
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(draftKey)) ?? {};
      } catch {
        return {};
      }
    },
    keep(form) {
      try {
        const values = Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
        sessionStorage.setItem(draftKey, JSON.stringify(values));
      } catch {
        // No storage, no draft.
      }
    },
    drop() {
      try {
        sessionStorage.removeItem(draftKey);
      } catch {
        // Nothing was kept.
      }
    },
  };
  const fill = (form, values) => {
    for (const field of fieldsOf(form)) {
      const value = values[field.name];
      if (value !== undefined && value !== field.value) {
        change(field, value);
        if (field.value !== "" && field.type !== "hidden") {
          field.closest("details")?.setAttribute("open", "");
        }
      }
    }
  };

  // Suggestions: an ARIA combobox around the plain text field; what is typed is always accepted as it is.
  const suggest = (input, box) => {
    const list = document.createElement("ul");
    list.id = `${input.id}-suggestions`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.dataset.suggest);
    box.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    let active = -1;
    let asked = "";
    let waiting;
    let settled = input.value;
    const options = () => [...list.children];
    const mark = (index) => {
      active = index;
      options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", options()[index].id);
        options()[index].scrollIntoView({ block: "nearest" });
      }
    };
    const close = () => {
      clearTimeout(waiting);
      asked = "";
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      mark(-1);
    };
    const choose = (option) => {
      settled = option.dataset.value;
      change(input, settled);
      close();
    };
    const show = (places) => {
      list.replaceChildren(
        ...places.map((place, i) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${i}`;
          option.setAttribute("role", "option");
          option.dataset.value = place.where ? `${place.name}, ${place.where}` : place.name;
          option.append(place.name);
          if (place.where) {
            const where = document.createElement("small");
            where.textContent = place.where;
            option.append(" ", where);
          }
          return option;
        }),
      );
      list.hidden = places.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(-1);
    };
    const ask = async () => {
      const typed = input.value.trim();
      if (typed.length < 2 || document.activeElement !== input) {
        close();
        return;
      }
      asked = typed;
      try {
        const address = new URL("places", document.baseURI);
        address.search = new URLSearchParams({ culture: document.documentElement.lang, q: typed });
        const answer = await fetch(address);
        if (answer.ok && asked === typed && document.activeElement === input) {
          show(await answer.json());
        }
      } catch {
        close();
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      if (input.value !== settled) {
        waiting = setTimeout(ask, 120);
      }
    });
    input.addEventListener("keydown", (event) => {
      const count = list.children.length;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          ask();
        } else {
          const step = event.key === "ArrowDown" ? 1 : -1;
          mark(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
        }
        event.preventDefault();
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        choose(options()[active]);
        event.preventDefault();
      } else if (event.key === "Escape" && !list.hidden) {
        close();
        event.stopPropagation();
      }
    });
    input.addEventListener("blur", close);
    // Before the field would lose the focus to the list.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) {
        choose(option);
      }
    });
  };

  const steps = (form) => {
    form.querySelectorAll("[data-step]").forEach((button) => {
      const input = button.parentElement.querySelector("input");
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = (Number.parseInt(input.value, 10) || 0) + Number(button.dataset.step);
        change(input, String(Math.min(Math.max(next, Number(input.min)), Number(input.max))));
      });
    });
  };

  // Leaving the last field with a press on the button may remove an error and move the button away between press and
  // release, which browsers then do not call a click. It was meant as one.
  const takePresses = (form) => {
    const button = form.querySelector("[type=submit]");
    button.addEventListener("pointerdown", (down) => {
      if (down.button !== 0) {
        return;
      }
      const over = new AbortController();
      const { signal } = over;
      form.addEventListener("submit", () => over.abort(), { signal, capture: true });
      document.addEventListener("pointercancel", () => over.abort(), { signal });
      document.addEventListener(
        "pointerup",
        (up) =>
          setTimeout(() => {
            if (!signal.aborted && Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY) < 12) {
              form.requestSubmit(button);
            }
            over.abort();
          }),
        { signal },
      );
    });
  };

  // A circuit that cannot be reached must not swallow the button: the form is posted plainly as soon as the server answers.
  const sendPlainly = (form) => async (event) => {
    const bar = document.getElementById("components-reconnect-modal");
    if (!bar || bar.hidden || bar.classList.contains("back")) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      await fetch(new URL("places", document.baseURI), { cache: "no-store" });
      // Drawn by a circuit, the form lacks the name by which a plain post finds its way.
      if (!form.elements._handler) {
        const name = document.createElement("input");
        name.type = "hidden";
        name.name = "_handler";
        name.value = form.dataset.travelRequest;
        form.append(name);
      }
      form.submit();
    } catch {
      // Still away; the bar says so.
    }
  };

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  const enliven = (form) => {
    steps(form);
    takePresses(form);
    const box = form.querySelector("[data-suggest]");
    suggest(box.querySelector("input"), box);
    form.querySelectorAll("input[type=date]").forEach((date) => {
      if (date.min < today()) {
        date.min = today();
      }
    });
    form.addEventListener("input", () => draft.keep(form));
    form.addEventListener("change", () => draft.keep(form));
    form.addEventListener("submit", sendPlainly(form), true);
  };

  let form = document.querySelector("[data-travel-request]");
  let focused = null;
  if (form) {
    enliven(form);
    if (form.dataset.kept === undefined) {
      fill(form, draft.read());
    }
    draft.keep(form);
    document.addEventListener("focusin", (event) => (focused = event.target));
    document.addEventListener("focusout", (event) => {
      // A field that is taken away loses the focus, too; only one that is left is forgotten.
      setTimeout(() => {
        if (event.target.isConnected && document.activeElement !== event.target && focused === event.target) {
          focused = null;
        }
      });
    });
    focused = form.contains(document.activeElement) ? document.activeElement : null;

    // When the circuit comes up it draws the form anew. What was typed until then moves over, and so does the cursor.
    new MutationObserver(() => {
      const now = document.querySelector("[data-travel-request]");
      if (!now || now === form) {
        return;
      }
      const before = form;
      form = now;
      enliven(form);
      const openDetails = before.querySelector("details")?.open;
      if (openDetails) {
        form.querySelector("details").open = true;
      }
      if (focused && before.contains(focused)) {
        const same = focused.name ? form.elements[focused.name] : document.getElementById(focused.id);
        const { selectionStart, selectionEnd } = focused;
        same?.focus({ preventScroll: true });
        fill(form, Object.fromEntries(fieldsOf(before).map((field) => [field.name, field.value])));
        if (typeof selectionStart === "number") {
          same?.setSelectionRange(selectionStart, selectionEnd);
        }
      } else {
        fill(form, Object.fromEntries(fieldsOf(before).map((field) => [field.name, field.value])));
      }
    }).observe(document.getElementById("main"), { childList: true, subtree: true });
  }

  // It has arrived: forget the draft, and begin reading at the heading.
  if (document.querySelector("[data-request-received]")) {
    draft.drop();
    const heading = document.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
})();
