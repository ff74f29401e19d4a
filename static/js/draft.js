// What is typed in a form[data-draft=key] is kept on this device every 5 seconds and offered again.
// It goes when the form was saved (the page after the save came by a redirect), when it is thrown away,
// after 30 days, or when the person signs out.
'use strict';
{
  const DAYS = 30;
  const day = 86_400_000;
  const viewer = document.documentElement.dataset.viewer || 'stranger';
  const name = form => `draft:${viewer}:${form.dataset.draft}`;
  const skipped = /^(csrf_token|nonce|version)$/;
  const fields = form => [...form.elements].filter(field => field.name && !skipped.test(field.name) && !('draftSkip' in field.dataset)
    && !/^(hidden|password|file|submit|button|fieldset|output)$/.test(field.type));
  const read = form => fields(form).map(field => [field.name, /^(checkbox|radio)$/.test(field.type) ? field.checked
    : field.multiple ? [...field.selectedOptions].map(option => option.value) : field.value]);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const load = key => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const save = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } };
  const forget = key => { try { localStorage.removeItem(key); } catch { /* forbidden */ } };
  const keys = () => { try { return Object.keys(localStorage).filter(key => key.startsWith('draft:')); } catch { return []; } };

  const write = (form, draft) => {
    // By name, and the first of a name to the first: parts of the form may have come or gone since.
    const kept = {};
    draft.forEach(([label, value]) => { (kept[label] ||= []).push(value); });
    fields(form).forEach(field => {
      if (!kept[field.name]?.length) return;
      const value = kept[field.name].shift();
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = value;
      else if (field.multiple) [...field.options].forEach(option => { option.selected = value.includes(option.value); });
      else field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  };

  const sent = load('draft-sent');
  forget('draft-sent');
  const [arrival] = performance.getEntriesByType('navigation');
  if (sent && arrival?.redirectCount > 0 && Date.now() - sent.at < 120_000) forget(sent.key);
  keys().forEach(key => { if (Date.now() - (load(key)?.at || 0) > DAYS * day) forget(key); });

  document.querySelectorAll('form[data-draft]').forEach(form => {
    const key = name(form);
    const first = read(form);
    let last = first;
    const keep = () => {
      const now = read(form);
      if (same(now, last)) return;
      last = now;
      if (same(now, first)) forget(key); else save(key, { at: Date.now(), fields: now });
      const told = document.querySelector('[data-draft-kept]');
      if (told) {
        told.hidden = same(now, first);
        told.querySelector('time').textContent = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: 'short' });
      }
    };
    const timer = setInterval(keep, 5000);
    addEventListener('pagehide', keep);
    form.addEventListener('submit', () => { keep(); save('draft-sent', { key, at: Date.now() }); clearInterval(timer); });

    form.querySelectorAll('[data-draft-forget]').forEach(link => link.addEventListener('click', () => {
      clearInterval(timer);
      removeEventListener('pagehide', keep);
      forget(key);
    }));

    const draft = load(key);
    const offer = form.querySelector('[data-draft-offer]');
    if (!offer || !draft || same(draft.fields, first)) return;
    offer.hidden = false;
    const style = { dateStyle: 'medium', timeStyle: 'short' };
    offer.querySelector('time').textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, style);
    offer.querySelector('[data-draft-restore]').addEventListener('click', () => { write(form, draft.fields); offer.hidden = true; });
    offer.querySelector('[data-draft-drop]').addEventListener('click', () => { forget(key); offer.hidden = true; });
  });

  document.addEventListener('submit', event => { if (event.target.matches('[data-forget-drafts]')) keys().forEach(forget); });
}
