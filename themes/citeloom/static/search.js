/* Search without a server: plain data from classic scripts, indexed in the page, ranked by BM25 over weighted fields. */
(function () {
  'use strict';
  var root = document.documentElement, base = root.getAttribute('data-root') || '', single = root.hasAttribute('data-single');
  var TITLE = 5, ENTITY = 4, AUTHOR = 3, REST = 1, K = 1.2, B = 0.4;
  var GREEK = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega'.split(' ');
  var docs = [], words = new Map(), sorted = null, lengths = 0;
  var entities = [], mechanisms = [], wanted = {}, waiting = [], loaded = {}, about = null;

  function fold(text) {
    return text.toLowerCase().replace(/[\u03b1-\u03c9]/g, function (c) { return GREEK[c.charCodeAt(0) - 945]; })
      .normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ß/g, 'ss').replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/æ/g, 'ae').replace(/œ/g, 'oe');
  }
  function tokens(text) { return fold(text).match(/[\p{L}\p{N}]+/gu) || []; }

  /* ---- index ---- */
  function put(doc, text, weight) {
    var found = tokens(text);
    if (weight > REST && /[-\/ :]/.test(text) && found.length < 5) found.push(found.join(''));
    found.forEach(function (word) {
      var list = words.get(word);
      if (!list) { words.set(word, list = new Map()); sorted = null; }
      list.set(doc, (list.get(doc) || 0) + weight);
      docs[doc].length += weight; lengths += weight;
    });
  }
  function add(kind, title, href, detail, more) {
    var doc = docs.length, entry = { kind: kind, title: title, href: href, detail: detail, length: 0 };
    for (var key in more) entry[key] = more[key];
    docs.push(entry);
    put(doc, title, TITLE);
    return doc;
  }
  function short(authors) {
    var first = authors.split('; ')[0];
    return authors.indexOf(';') > 0 ? (about && about.more || '{a}').replace('{a}', first) : first;
  }
  function kindName(kind) { return about && about.kinds[kind] || kind; }
  function counted(input, n) {
    return n ? input.getAttribute(n === 1 ? 'data-one' : 'data-many').replace('{n}', n) : input.getAttribute('data-none');
  }
  function addCore(data) {
    if (data.entities) {
      about = data;
      data.entities.forEach(function (row) {
        var doc = add(row[0], row[1], row[2], row[4], { field: row[0] });
        row[3].forEach(function (name) { put(doc, name, ENTITY); });
        entities.push({ names: [row[1]].concat(row[3]), kind: row[0] });
      });
      data.mechanisms.forEach(function (row) {
        var doc = add('mechanism', row[0], row[1], row[3], { top: row[2] });
        mechanisms.push({ names: [row[0]], top: row[2] });
        docs[doc].mechanisms = [mechanisms.length - 1];
      });
    }
    data.articles.forEach(function (row) {
      var doc = add('paper', row[0], row[1], [short(row[2]), row[3], row[4]].filter(Boolean).join(', '),
        { authors: row[2], year: row[4], entities: row[5], mechanisms: row[6] });
      put(doc, row[2], AUTHOR); put(doc, (row[3] || '') + ' ' + (row[4] || ''), REST);
      row[5].forEach(function (at) { entities[at].names.forEach(function (name) { put(doc, name, ENTITY); }); });
      row[6].forEach(function (at) { put(doc, mechanisms[at].names[0], ENTITY); });
    });
  }
  function addWorks(data) {
    data.works.forEach(function (row) {
      var doc = add('cited work', row[0], row[1], row[2], { authors: row[2], year: row[3] });
      put(doc, row[2], AUTHOR);
    });
  }
  function addAbstracts(data) {
    var by = new Map();
    docs.forEach(function (doc, at) { if (doc.kind === 'paper') by.set(doc.href, at); });
    data.abstracts.forEach(function (row) { if (by.has(row[0])) put(by.get(row[0]), row[1], REST); });
  }
  window.citeloomSearch = function (name, data) {
    loaded[name] = true;
    if (name.indexOf('core') === 0) addCore(data); else if (name.indexOf('works') === 0) addWorks(data); else addAbstracts(data);
  };
  function load(name, then) {
    if (loaded[name]) { then(); return; }
    if (wanted[name]) { wanted[name].push(then); return; }
    wanted[name] = [then];
    var script = document.createElement('script');
    script.src = base + 'assets/search-' + name + '.js';
    script.onload = script.onerror = function () { wanted[name].forEach(function (call) { call(); }); wanted[name] = null; };
    document.head.appendChild(script);
  }
  function core(then) {
    load('core-0', function () {
      then();
      for (var at = 1; about && at < about.parts; at++) if (!loaded['core-' + at]) load('core-' + at, then);
    });
  }
  function deep(then) {
    var at;
    if (!about) return;
    for (at = 0; at < about.works; at++) if (!loaded['works-' + at]) load('works-' + at, then);
    for (at = 0; at < about.abstracts; at++) if (!loaded['abstracts-' + at]) load('abstracts-' + at, then);
  }

  /* ---- query ---- */
  function parse(text) {
    var query = { words: [], filters: [] };
    text.replace(/(\w+):("[^"]*"|\S+)|"([^"]*)"|(\S+)/g, function (all, field, value, quoted, word) {
      if (field && /^(author|gene|drug|disease|model|mechanism|year)$/i.test(field)) query.filters.push([field.toLowerCase(), value.replace(/"/g, '')]);
      else query.words = query.words.concat(tokens(quoted || word || all));
    });
    return query;
  }
  function matches(names, value) {
    var sought = fold(value).replace(/[^\p{L}\p{N}]/gu, '');
    return names.some(function (name) { return fold(name).replace(/[^\p{L}\p{N}]/gu, '').indexOf(sought) === 0; });
  }
  function passes(doc, filter) {
    var field = filter[0], value = filter[1];
    if (field === 'year') {
      var range = value.match(/^(\d{4})?(-|–|\.\.)?(\d{4})?$/);
      if (!range || !doc.year) return false;
      return range[2] ? doc.year >= (range[1] || 0) && doc.year <= (range[3] || 9999) : String(doc.year) === value;
    }
    if (field === 'author') return !!doc.authors && tokens(doc.authors).some(function (word) { return word.indexOf(tokens(value)[0] || '\0') === 0; });
    if (field === 'mechanism') return (doc.mechanisms || []).some(function (at) { return tokens(value).every(function (word) { return tokens(mechanisms[at].names[0]).some(function (other) { return other.indexOf(word) === 0; }); }); });
    return (doc.entities || []).some(function (at) { return entities[at].kind === field && matches(entities[at].names, value); });
  }
  function near(a, b) { /* one letter more, less, other, or two exchanged */
    if (Math.abs(a.length - b.length) > 1) return false;
    var at = 0, i = a.length, j = b.length;
    while (at < i && at < j && a[at] === b[at]) at++;
    while (i > at && j > at && a[i - 1] === b[j - 1]) { i--; j--; }
    return i - at <= 1 && j - at <= 1 || i - at === 2 && j - at === 2 && a[at] === b[at + 1] && a[at + 1] === b[at];
  }
  function forms(word) {
    var out = [];
    if (!sorted) sorted = Array.from(words.keys()).sort();
    var low = 0, high = sorted.length;
    while (low < high) { var mid = low + high >> 1; if (sorted[mid] < word) low = mid + 1; else high = mid; }
    for (; low < sorted.length && sorted[low].indexOf(word) === 0; low++) out.push([sorted[low], sorted[low] === word ? 1 : 0.5 + 0.4 * word.length / sorted[low].length]);
    if (!out.length && word.length > 3) sorted.forEach(function (other) { if (near(word, other)) out.push([other, 0.4]); });
    return out;
  }
  function search(text) {
    var query = parse(text), scores = null, average = lengths / Math.max(1, docs.length), hit = new Set();
    query.words.forEach(function (word) {
      var own = new Map();
      forms(word).forEach(function (form) {
        var list = words.get(form[0]), idf = Math.log(1 + (docs.length - list.size + 0.5) / (list.size + 0.5));
        hit.add(form[0]);
        list.forEach(function (weight, doc) {
          var score = form[1] * idf * weight * (K + 1) / (weight + K * (1 - B + B * docs[doc].length / average));
          if (score > (own.get(doc) || 0)) own.set(doc, score);
        });
      });
      if (!scores) { scores = own; return; }
      scores.forEach(function (score, doc) { if (own.has(doc)) scores.set(doc, score + own.get(doc)); else scores.delete(doc); });
    });
    if (!scores) { scores = new Map(); if (query.filters.length) docs.forEach(function (doc, at) { scores.set(at, doc.year || 0); }); }
    var found = [];
    scores.forEach(function (score, at) {
      var doc = docs[at];
      if ((!single || document.getElementById(doc.href)) && query.filters.every(function (filter) { return passes(doc, filter); })) found.push({ doc: doc, score: score * (doc.kind === 'paper' ? 1.1 : doc.kind === 'cited work' ? 0.6 : 1.3) });
    });
    found.sort(function (a, b) { return b.score - a.score || (a.doc.title < b.doc.title ? -1 : 1); });
    return { found: found, hit: hit };
  }
  function marked(element, text, hit) {
    text.split(/([^\s\-\/(),.;:]+)/).forEach(function (piece) {
      if (tokens(piece).some(function (word) { return hit.has(word); })) {
        var mark = document.createElement('mark');
        mark.textContent = piece;
        element.appendChild(mark);
      } else element.appendChild(document.createTextNode(piece));
    });
  }

  /* ---- the box in the header ---- */
  function box(input) {
    var list = document.getElementById(input.getAttribute('data-list')), status = document.getElementById(input.getAttribute('data-status')), at = -1, shown = [];
    [['role', 'combobox'], ['aria-expanded', 'false'], ['aria-autocomplete', 'list'], ['aria-controls', list.id], ['aria-haspopup', 'listbox']].forEach(function (pair) { input.setAttribute(pair[0], pair[1]); });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', input.getAttribute('aria-label'));
    function close() { list.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); at = -1; }
    function all() { location.href = base + 'search.html#q=' + encodeURIComponent(input.value.trim()); }
    function choose(index) {
      Array.prototype.forEach.call(list.children, function (option, i) { option.setAttribute('aria-selected', String(i === index)); });
      at = index;
      if (index < 0) input.removeAttribute('aria-activedescendant');
      else { input.setAttribute('aria-activedescendant', list.children[index].id); list.children[index].scrollIntoView({ block: 'nearest' }); }
    }
    function draw() {
      var text = input.value.trim();
      list.textContent = '';
      if (!text) { close(); status.textContent = ''; return; }
      var result = search(text);
      shown = result.found.slice(0, 8);
      shown.forEach(function (row, i) {
        var option = document.createElement('a'), name = document.createElement('span'), detail = document.createElement('span');
        option.href = base + row.doc.href; option.tabIndex = -1;
        option.id = list.id + '-' + i; option.setAttribute('role', 'option'); option.setAttribute('aria-selected', 'false');
        marked(name, row.doc.title, result.hit);
        detail.className = 'detail'; detail.textContent = kindName(row.doc.kind) + (row.doc.detail ? ' · ' + row.doc.detail : '');
        option.appendChild(name); option.appendChild(detail);
        list.appendChild(option);
      });
      at = -1;
      list.hidden = !shown.length;
      input.setAttribute('aria-expanded', String(!!shown.length));
      status.textContent = counted(input, result.found.length);
    }
    input.addEventListener('focus', function () { core(function () { if (input.value) draw(); }); });
    input.addEventListener('input', function () { core(draw); });
    input.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        if (list.hidden || !shown.length) return;
        event.preventDefault();
        choose((at + (event.key === 'ArrowDown' ? 1 : shown.length + (at < 0 ? 0 : -1))) % shown.length);
      } else if (event.key === 'Enter') { event.preventDefault(); if (at >= 0) location.href = base + shown[at].doc.href; else if (input.value.trim()) all(); }
      else if (event.key === 'Escape') { if (list.hidden) input.value = ''; close(); }
    });
    input.addEventListener('blur', function () { setTimeout(close, 200); });
  }

  /* ---- the page ---- */
  function page(form) {
    var input = form.querySelector('input[type=search]'), out = document.getElementById('results'), status = document.getElementById('search-status'), facets = document.getElementById('facets');
    var kinds = new Set(), timer = 0, limit = 50;
    function draw() {
      var text = input.value.trim(), result = search(text), counts = new Map();
      result.found.forEach(function (row) { counts.set(row.doc.kind, (counts.get(row.doc.kind) || 0) + 1); });
      facets.textContent = '';
      counts.forEach(function (count, kind) {
        var label = document.createElement('label'), check = document.createElement('input');
        check.type = 'checkbox'; check.checked = kinds.has(kind);
        check.addEventListener('change', function () { if (check.checked) kinds.add(kind); else kinds.delete(kind); limit = 50; draw(); });
        label.appendChild(check); label.appendChild(document.createTextNode(' ' + kindName(kind) + ' ' + count));
        facets.appendChild(label);
      });
      facets.parentNode.hidden = counts.size < 2;
      var found = result.found.filter(function (row) { return !kinds.size || kinds.has(row.doc.kind); });
      out.textContent = '';
      found.slice(0, limit).forEach(function (row) {
        var item = document.createElement('li'), link = document.createElement('a'), detail = document.createElement('p');
        link.href = base + row.doc.href;
        marked(link, row.doc.title, result.hit);
        detail.className = 'small'; detail.textContent = kindName(row.doc.kind) + (row.doc.detail ? ' · ' + row.doc.detail : '');
        item.appendChild(link); item.appendChild(detail); out.appendChild(item);
      });
      if (found.length > limit) {
        var more = document.createElement('li'), button = document.createElement('button');
        button.type = 'button'; button.className = 'button'; button.textContent = '+ ' + Math.min(50, found.length - limit);
        button.addEventListener('click', function () { limit += 50; draw(); });
        more.appendChild(button); out.appendChild(more);
      }
      status.textContent = !text ? '' : counted(input, found.length);
      try { history.replaceState(null, '', (single ? '#search.html' : text ? '' : location.pathname.split('/').pop()) + (text ? '#q=' + encodeURIComponent(text) : '')); } catch (e) { /* the address stays */ }
    }
    /* cited works and abstracts: at once in a small review or where the papers give nothing, else when they are asked for */
    var wide = document.getElementById('search-deep'), asked = false;
    function deeper() { asked = true; wide.hidden = true; deep(function () { clearTimeout(timer); timer = setTimeout(draw, 30); }); }
    function start() {
      core(function () {
        draw();
        if (!about) return;
        if (asked || about.works + about.abstracts < 3 || input.value.trim() && !out.children.length) deeper(); else wide.hidden = false;
      });
    }
    wide.addEventListener('click', function () { deeper(); input.focus(); });
    function read() { var given = location.hash.match(/#q=(.*)$/); if (given) { input.value = decodeURIComponent(given[1].replace(/\+/g, ' ')); start(); } }
    function step(event, way) {
      var links = Array.prototype.slice.call(out.querySelectorAll('a')), at = links.indexOf(document.activeElement) + way;
      if (!links.length || at >= links.length) return;
      event.preventDefault();
      (at < 0 ? input : links[at]).focus();
    }
    [input, out].forEach(function (element) {
      element.addEventListener('keydown', function (event) {
        if (event.key === 'ArrowDown') step(event, 1);
        else if (event.key === 'ArrowUp' && element === out) step(event, -1);
      });
    });
    form.hidden = false;
    form.addEventListener('submit', function (event) { event.preventDefault(); limit = 50; start(); });
    input.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(start, 120); });
    addEventListener('hashchange', read);
    read();
  }

  Array.prototype.forEach.call(document.querySelectorAll('input[type=search][data-list]'), box);
  var form = document.getElementById('search-form');
  if (form) page(form);
  document.addEventListener('keydown', function (event) {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    var input = document.querySelector('input[type=search]');
    if (input) { event.preventDefault(); input.focus(); }
  });
})();
