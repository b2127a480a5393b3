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

  /* findings: sort by a column, choose a drug, count what is shown, and keep all of it in the address */
  each('.sift', function (form) {
    var around = form.parentNode, status = form.querySelector('[role=status]'), mark = '#evidence&', sort = '';
    var tables = around.querySelectorAll('table.evidence'), rows = around.querySelectorAll('.row');
    function every(list, act) { Array.prototype.forEach.call(list, act); }
    function count() {
      var shown = 0, drug = form.elements.drug ? form.elements.drug.value : 'all';
      every(rows, function (row) {
        row.classList.toggle('out', drug !== 'all' && row.getAttribute('data-drug').split('|').indexOf(drug) < 0);
        if (row.getClientRects().length) shown += 1;
      });
      status.textContent = status.getAttribute('data-shown').replace('%1', shown).replace('%2', rows.length);
    }
    function keep() {
      var parts = sort ? ['sort=' + sort] : [];
      every(form.elements, function (field) {
        if (field.name && field.value !== 'all' && (field.type !== 'radio' || field.checked)) parts.push(field.name + '=' + encodeURIComponent(field.value));
      });
      try { history.replaceState(null, '', parts.length ? mark + parts.join('&') : '#evidence'); } catch (e) { /* not kept */ }
    }
    function value(row, key) {
      if (key === 'model') return row.cells[2].textContent;
      var text = row.getAttribute('data-' + key);
      return key === 'level' ? text || 'Z' : text;
    }
    function order() {
      var down = sort.charAt(0) === '-', key = sort.replace('-', '');
      every(tables, function (table) {
        var body = table.tBodies[0], list = Array.prototype.slice.call(body.rows);
        list.forEach(function (row, at) { if (!row.was) row.was = at + 1; });
        list.sort(function (a, b) {
          var by = key ? value(a, key).localeCompare(value(b, key)) : 0;
          return (down ? -by : by) || a.was - b.was;
        });
        list.forEach(function (row) { body.appendChild(row); });
        every(table.querySelectorAll('th[data-sort]'), function (head) {
          if (head.getAttribute('data-sort') === key) head.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else head.removeAttribute('aria-sort');
        });
      });
    }
    every(around.querySelectorAll('th[data-sort]'), function (head) {
      var button = document.createElement('button'), key = head.getAttribute('data-sort');
      button.type = 'button';
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('click', function () { sort = sort === key ? '-' + key : sort === '-' + key ? '' : key; order(); keep(); });
    });
    every(form.querySelectorAll('.needs-js'), function (label) { label.hidden = false; });
    form.addEventListener('change', function () { count(); keep(); });
    if (location.hash.indexOf(mark) === 0) {
      location.hash.slice(mark.length).split('&').forEach(function (part) {
        var at = part.indexOf('='), name = part.slice(0, at), text = part.slice(at + 1);
        try { text = decodeURIComponent(text); } catch (e) { /* as it is */ }
        if (name === 'sort') sort = text;
        every(form.elements, function (field) {
          if (field.name !== name) return;
          if (field.type === 'radio') field.checked = field.value === text; else field.value = text;
        });
      });
      order(); around.scrollIntoView();
    }
    count();
  });

  /* reading list: kept in this browser with its record, so that the list works without a network */
  each('[data-keep][data-href]', function (button) {
    var key = site + 'list', id = button.getAttribute('data-href').replace(/^articles\/|\.html$/g, '');
    function read() { return JSON.parse(localStorage.getItem(key)) || []; }
    function has() { return read().some(function (paper) { return paper.id === id; }); }
    function text(selector) { var found = document.querySelector(selector); return found ? found.textContent.trim() : ''; }
    function record(start) {
      var all = Array.prototype.map.call(document.querySelectorAll('.cite-box pre'), function (pre) { return pre.textContent; });
      return all.filter(function (words) { return start.test(words); })[0] || '';
    }
    /* RIS from the record that reference managers read on the page */
    function ris() {
      var found = document.querySelector('article .Z3988'), lines = [], from;
      if (!found) return '';
      from = new URLSearchParams(found.title);
      [['AU', 'au'], ['TI', 'atitle'], ['TI', 'btitle'], ['JO', 'jtitle'], ['PY', 'date'], ['VL', 'volume'], ['IS', 'issue'], ['SP', 'pages'], ['SN', 'issn'], ['SN', 'isbn'], ['PB', 'pub']].forEach(function (pair) {
        from.getAll('rft.' + pair[1]).forEach(function (value) {
          if (value && pair[0] === 'SP') value.split(/[-–]/).slice(0, 2).forEach(function (page, at) { lines.push((at ? 'EP' : 'SP') + '  - ' + page); });
          else if (value) lines.push(pair[0] + '  - ' + (pair[0] === 'PY' ? value.slice(0, 4) : value));
        });
      });
      if (/ and others\b/.test(record(/^@/))) lines.push('N1  - The list of authors is not complete: et al.');
      from.getAll('rft_id').forEach(function (value) { if (/^info:doi\//.test(value)) lines.push('DO  - ' + value.slice(9)); });
      return ['TY  - ' + (from.get('rft.genre') === 'article' ? 'JOUR' : from.get('rft.genre') === 'book' ? 'BOOK' : 'GEN')].concat('ID  - ' + id, lines, 'ER  - ').join('\n');
    }
    function show() { var on = has(); button.setAttribute('aria-pressed', String(on)); button.textContent = button.getAttribute(on ? 'data-added' : 'data-add'); }
    try { show(); } catch (e) { button.remove(); return; }
    button.addEventListener('click', function () {
      try {
        var papers = read().filter(function (paper) { return paper.id !== id; });
        if (!has()) papers.push({ id: id, href: button.getAttribute('data-href'), title: text('h1'), by: text('.source'), bib: record(/^@/), ris: ris() });
        localStorage.setItem(key, JSON.stringify(papers));
        show();
      } catch (e) { button.disabled = true; }
    });
  });

  /* print button */
  each('[data-print]', function (button) { button.hidden = false; button.addEventListener('click', function () { print(); }); });
})();
