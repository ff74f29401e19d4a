// One answer for each visit: [data-visit=KB-…] puts the visit's own number into its forms, and shows
// [data-voted] in their place once the visit has answered. All of it ends with the tab.
'use strict';
{
  const load = key => { try { return sessionStorage.getItem(key); } catch { return null; } };
  const save = (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* full or forbidden */ } };
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

  document.querySelectorAll('[data-visit]').forEach(box => {
    const key = `answered:${box.dataset.visit}`;
    if ('answered' in box.dataset) { save(key, 'yes'); return; }
    const said = box.querySelector('[data-voted]');
    if (load(key) && said) {
      box.querySelector('.vote')?.remove();
      said.hidden = false;
      return;
    }
    const visit = load('visit') || random();
    save('visit', visit);
    box.querySelectorAll('form').forEach(form => {
      const field = document.createElement('input');
      Object.assign(field, { type: 'hidden', name: 'visit', value: visit });
      form.append(field);
    });
  });
}
