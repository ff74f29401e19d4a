// A form[data-autosave] saves itself two seconds after the last change, and when one leaves it. The answer is a line
// with the new version; a refusal or somebody else's words stay beside the form, and what is typed stays in it. What could not be
// saved is tried again once there is a connection, and one is asked before leaving it behind.
'use strict';
document.querySelectorAll('form[data-autosave]').forEach(form => {
  const line = form.querySelector('[data-autosaved]');
  let timer = 0, saving = false, again = false, open = false, stuck = false;
  const save = async () => {
    clearTimeout(timer);
    if (!open) return;
    if (saving) { again = true; return; }
    saving = true; open = false;
    const sent = new FormData(form);
    sent.delete('nonce');
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(sent), headers: { 'X-Autosave': '1' } });
      if (answer.redirected || answer.status >= 500) throw new Error(answer.status);
      line.innerHTML = await answer.text();
      stuck = !answer.ok;
      const version = line.querySelector('[data-version]');
      if (answer.ok && version) form.elements.version.value = version.dataset.version;
    } catch {
      open = stuck = true;
      timer = setTimeout(save, 15000);
      line.textContent = line.dataset.failed;
    }
    saving = false;
    if (again) { again = false; open = true; save(); }
  };
  form.addEventListener('input', event => {
    open = true;
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(save, 2000);
  });
  form.addEventListener('compositionend', () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  form.addEventListener('focusout', event => { if (!form.contains(event.relatedTarget)) save(); });
  form.addEventListener('submit', () => { clearTimeout(timer); open = stuck = false; });
  addEventListener('online', save);
  addEventListener('beforeunload', event => { if (stuck) event.preventDefault(); });
  addEventListener('pagehide', () => {
    if (open) navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form)));
  });
});
