"""What is read from a page inside of the browser: elements as a person sees them, and what keeps a form from going."""

ROWS = """
(els, names) => els.map(el => {
  const text = one => (one.innerText ?? one.textContent ?? '').replace(/\\s+/g, ' ').trim();
  const named = key => (el.getAttribute(key) || '').split(/\\s+/).map(id => id && document.getElementById(id))
    .filter(Boolean);
  const drawn = one => ['::before', '::after'].map(part => getComputedStyle(one, part).content)
    .filter(said => said && said !== 'none' && said !== 'normal').join(' ');
  const tag = el.tagName.toLowerCase(), type = (el.getAttribute('type') || '').toLowerCase();
  const control = ['input', 'select', 'textarea'].includes(tag);
  const labels = el.labels && el.labels.length ? [...el.labels] : named('aria-labelledby');
  const label = labels.map(text).join(' ') || el.getAttribute('aria-label') || el.getAttribute('placeholder') || '';
  const chosen = tag === 'select' ? el.options[el.selectedIndex] : null;
  const made = chosen && chosen.value && (el.selectedIndex > 0 || chosen.defaultSelected) ? text(chosen) : '';
  const value = tag === 'select' ? made : control || tag === 'output' ? el.value : text(el);
  el.dvcsimRead = true;
  return {
    tag, type, control, label, value: (value || '').trim(), drawn: labels.map(drawn).join(' '),
    name: el.getAttribute('name') || '', id: el.id || '', checked: !!el.checked,
    required: !!el.required || el.getAttribute('aria-required') === 'true',
    locked: !control || type === 'hidden' || el.disabled || el.readOnly || el.matches(':disabled')
      || el.getAttribute('aria-readonly') === 'true' || el.getAttribute('aria-disabled') === 'true',
    visible: !!(el.offsetWidth || el.offsetHeight || el.getClientRects().length),
    told: named('aria-describedby').map(text).join(' '), href: el.getAttribute('href') || '',
    options: tag === 'select' ? [...el.options].filter(one => one.value && !one.disabled).map(text) : [],
    attributes: Object.fromEntries(names.map(name => [name, el.getAttribute(name) || ''])),
  };
})
"""
"""Called with the elements of a selector and the names of further attributes; each element is marked as read."""

OTHERS = (
    "input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image], [type=checkbox],"
    " [type=radio], [type=search], [type=password]), select, textarea"
)
"""Everything into which a citizen could type or put a file."""

UNREAD = """
(button, others) => {
  const scope = button.closest('form') || document.body;
  return [...document.querySelectorAll(others)].flatMap((el, at) =>
    scope.contains(el) && !el.dvcsimRead && el.getClientRects().length ? [at] : []);
}
"""
"""Called with the button that sends a form: which of `OTHERS` are in it and in no line of the script."""

HELD_BACK = """
button => {
  const form = button.form || button.closest('form');
  if (!form || form.noValidate || button.formNoValidate) return [];
  return [...form.elements].filter(el => el.willValidate && !el.validity.valid)
    .map(el => [el.labels && el.labels.length ? el.labels[0].innerText.trim() : el.name || el.id,
      el.validationMessage].join(': '));
}
"""
"""Called with the button that sends a form: why the page itself does not let it go."""

NAMES = """
() => [...document.querySelectorAll('[id], [name]')].flatMap(el =>
  [el.id && '#' + el.id, el.getAttribute('name') && `[name="${el.getAttribute('name')}"]`].filter(Boolean))
"""
"""Ids and names on the page, as selectors."""
