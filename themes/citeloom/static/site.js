/* Small comforts. Every page is whole without this file. */
(function () {
  'use strict';
  var root = document.documentElement, site = 'citeloom:' + (root.getAttribute('data-site') || '') + ':';
  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }

  /* theme: system, light, dark */
  each('[data-theme-switch]', function (button) {
    var order = ['', 'light', 'dark'];
    function name() {
      var now = root.getAttribute('data-theme') || '';
      button.querySelector('[data-label]').textContent = button.getAttribute('data-' + (now || 'auto'));
    }
    button.hidden = false;
    name();
    button.addEventListener('click', function () {
      var next = order[(order.indexOf(root.getAttribute('data-theme') || '') + 1) % order.length];
      if (next) root.setAttribute('data-theme', next); else root.removeAttribute('data-theme');
      try { if (next) localStorage.setItem(site + 'theme', next); else localStorage.removeItem(site + 'theme'); } catch (e) { /* not kept */ }
      name();
    });
  });

  /* copy buttons: the clipboard, or else a selection to copy by hand */
  each('[data-copy]', function (button) {
    var target = document.getElementById(button.getAttribute('data-copy'));
    if (!target) return;
    button.hidden = false;
    button.addEventListener('click', function () {
      var status = button.parentNode.querySelector('[role=status]');
      function said(key) { if (status) status.textContent = button.getAttribute('data-' + key); }
      function select() {
        var range = document.createRange(), selection = getSelection();
        range.selectNodeContents(target); selection.removeAllRanges(); selection.addRange(range); said('select');
      }
      if (navigator.clipboard) navigator.clipboard.writeText(target.textContent).then(function () { said('done'); }, select);
      else select();
    });
  });

  /* citations: a popover with the reference, taken from the list on this page.
     Pointer and keyboard see its text; a first touch opens it with its links, a second one follows the marker. */
  var pop = null, owner = null, timer = 0;
  function hide() {
    clearTimeout(timer);
    if (!pop) return;
    pop.remove();
    if (owner) owner.removeAttribute('aria-describedby');
    pop = owner = null;
  }
  function show(marker, links) {
    var item = document.getElementById((marker.getAttribute('href') || '').slice(1));
    if (!item) return;
    hide();
    owner = marker;
    pop = document.createElement('div');
    pop.id = 'cite-pop';
    pop.className = 'pop';
    pop.setAttribute('role', links ? 'dialog' : 'tooltip');
    if (links) pop.setAttribute('aria-label', marker.getAttribute('aria-label') || '');
    var body = (item.querySelector('div') || item).cloneNode(true);
    Array.prototype.forEach.call(body.querySelectorAll('[id]'), function (inner) { inner.removeAttribute('id'); });
    if (!links) Array.prototype.forEach.call(body.querySelectorAll('a'), function (link) {
      var words = document.createElement('span');
      words.textContent = link.textContent;
      link.replaceWith(words);
    });
    pop.appendChild(body);
    if (links) {
      var go = document.createElement('a');
      go.href = marker.getAttribute('href');
      go.textContent = root.getAttribute('data-go') || '→';
      go.addEventListener('click', hide);
      pop.appendChild(go);
    } else marker.setAttribute('aria-describedby', 'cite-pop');
    document.body.appendChild(pop);
    var at = marker.getBoundingClientRect(), box = pop.getBoundingClientRect(), wide = root.clientWidth;
    var below = at.bottom + 6, above = at.top - box.height - 6;
    pop.style.left = Math.max(8, Math.min(at.left - 24, wide - box.width - 8)) + scrollX + 'px';
    pop.style.top = (below + box.height > innerHeight && above > 0 ? above : below) + scrollY + 'px';
    pop.addEventListener('pointerenter', function () { clearTimeout(timer); });
    pop.addEventListener('pointerleave', leave);
  }
  function leave() { clearTimeout(timer); timer = setTimeout(hide, 300); }
  each('a[data-cite]', function (marker) {
    marker.addEventListener('pointerenter', function (event) {
      if (event.pointerType === 'touch') return;
      clearTimeout(timer);
      if (owner === marker) return;
      timer = setTimeout(function () { show(marker, false); }, 250);
    });
    marker.addEventListener('pointerleave', function (event) { if (event.pointerType !== 'touch') leave(); });
    marker.addEventListener('focus', function () { if (marker.matches(':focus-visible')) show(marker, false); });
    marker.addEventListener('blur', leave);
    marker.addEventListener('click', function (event) {
      var touch = event.pointerType === 'touch' || (!event.pointerType && matchMedia('(hover: none)').matches);
      if (!touch || (owner === marker && pop && pop.getAttribute('role') === 'dialog')) { hide(); return; }
      event.preventDefault();
      show(marker, true);
    });
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && pop) hide(); });
  document.addEventListener('pointerdown', function (event) {
    if (pop && !pop.contains(event.target) && event.target !== owner) hide();
  });

  /* print button */
  each('[data-print]', function (button) { button.hidden = false; button.addEventListener('click', function () { print(); }); });
})();
