/* A proof of work: finds the number that the challenge hides, puts it into the form, and sends the form.

   <form data-challenge='{"algorithm", "challenge", "maxNumber", "salt", "signature"}'> with a hidden field
   "altcha", a sentence [data-working] and the other way [data-otherwise]. Without crypto.subtle (a site served
   without HTTPS) the other way stays. */
"use strict";

(() => {
  const AT_ONCE = 250; // then a rest, in which the page is drawn and read
  const encoder = new TextEncoder();
  const hex = (buffer) =>
    Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function fits(salt, number, wanted) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(salt + number));
    return hex(digest) === wanted;
  }

  async function solve({ salt, challenge }, most) {
    for (let first = 0; first <= most; first += AT_ONCE) {
      await new Promise((rest) => setTimeout(rest));
      const tried = Array.from({ length: AT_ONCE }, (_, rank) => fits(salt, first + rank, challenge));
      const found = (await Promise.all(tried)).indexOf(true);
      if (found >= 0) return first + found;
    }
    throw new RangeError("no number fits");
  }

  async function run(form) {
    const { maxNumber, ...asked } = JSON.parse(form.dataset.challenge);
    const number = await solve(asked, maxNumber);
    form.elements.altcha.value = btoa(JSON.stringify({ ...asked, number }));
    HTMLFormElement.prototype.submit.call(form);
  }

  const form = document.querySelector("form[data-challenge]");
  const [visit] = performance.getEntriesByType("navigation");
  if (!form || !window.crypto?.subtle || visit?.type === "back_forward") return;
  const show = (working) => {
    form.querySelector("[data-working]").hidden = !working;
    form.querySelector("[data-otherwise]").hidden = working;
  };
  show(true);
  run(form).catch(() => show(false));
})();
